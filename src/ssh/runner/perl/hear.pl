# Part of the Perl supervisor: what it hears. Its own text came first on standard input (see PERL_COMMAND); now come the segment
# and its steps, as perl-orders.ts writes them, behind their length.
#
# Whatever is not as usual is left to the runner in sh, which can tell what it is: this only says `unfit` then, and nothing
# has begun.

use strict;

# Set ahead of the text when it comes before the orders: the nonce to tell that it is here.
our $ready;

# A name of its own: a step that says `pkill perl` means others. Set in $0 it would take the environment out of people's sight.
write_file('/proc/self/comm', 'backout');
syswrite STDOUT, "$ready ready\n" if $ready;
my $client = \*STDIN;
my @fields = read_fields();
my ($nonce, $grace, $beat, $cap, $tail_cap, $sealed, $journal, $epoch, $system, $run, $lock_text, $today) = splice @fields, 0, 12;

# Whoever reads less begins nothing.
sub read_fields {
  my $length = <STDIN> // exit 65;
  read(STDIN, my $text, $length) == $length or exit 65;
  return split /\0/, $text, -1;
}

sub unfit {
  syswrite STDOUT, "$nonce unfit\n";
  exit 0;
}

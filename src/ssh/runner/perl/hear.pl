# Part of the Perl supervisor: what it hears where no shell has started it. Its own text came first on standard input (see
# PERL_COMMAND), now come the segment and its steps, as perl-orders.ts writes them, behind their length.
#
# Whatever is not as usual is left to the runner in sh, which can tell what it is: this only says `unfit` then, and nothing
# has begun.

use strict;

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

sub say_begun { }

# In the supervisor: what belongs to who tells the client.
sub let_go { open STDIN, '<', '/dev/null' }

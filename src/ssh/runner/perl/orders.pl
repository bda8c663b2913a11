# Part of the Perl supervisor: how it begins where a shell has started it (see orders.sh), which has looked after everything before.
#
# The parts arrive on standard input; then come the segment and its steps, as orders.sh writes them.

use strict;

# The client's end, and where the shell that has started this hears what became of it.
open my $client, '<&=', 4 or unfit();
open my $starter, '>&=', 9 or unfit();

my @fields = read_fields();
my ($at, $own, $umask, $grace, $beat, $cap, $tail_cap, $memory, $fence, $epoch, $lock_file, $run, $nonce) = splice @fields, 0, 13;
my @steps = read_steps($at, @fields);
$umask = oct $umask;

sub read_fields {
  binmode DATA;
  my @read = do { local $/ = "\0"; <DATA> };
  unfit() unless @read && pop(@read) eq "end\0";
  chop @read;
  return @read;
}

# The supervisor in sh has its turn then.
sub unfit { exit 65 }

sub say_begun { syswrite $starter, 'begun ' }

# What attend returns.
sub report { syswrite $starter, "@_\n" }

# In the supervisor: what belongs to who tells the client.
sub let_go { close $_ for $client, $starter }

# Stand-in for flock: flock [-s|-x|-u] [-n] <descriptor>, on a descriptor inherited from the shell.
use strict;
use warnings;
use Fcntl ':flock';

my ($mode, $wait) = (LOCK_EX, 0);
while (@ARGV > 1) {
  my $option = shift @ARGV;
  if ($option eq '-s') { $mode = LOCK_SH }
  elsif ($option eq '-x' || $option eq '-e') { $mode = LOCK_EX }
  elsif ($option eq '-u') { $mode = LOCK_UN }
  elsif ($option eq '-n') { $wait = LOCK_NB }
  else { die "flock: the stand-in does not know $option\n" }
}
open(my $file, '<&=', $ARGV[0]) or die "flock: descriptor $ARGV[0]: $!\n";
exit(flock($file, $mode | $wait) ? 0 : 1);

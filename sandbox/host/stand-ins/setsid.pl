# Stand-in for setsid: runs a command in a session of its own, under the same pid unless that already leads a group.
use strict;
use warnings;
use POSIX ();

if (getpgrp() == $$) {
  my $child = fork();
  die "setsid: fork: $!\n" unless defined $child;
  exit 0 if $child;
}
POSIX::setsid() or die "setsid: $!\n";
exec { $ARGV[0] } @ARGV or do { warn "setsid: $ARGV[0]: $!\n"; POSIX::_exit(127) };

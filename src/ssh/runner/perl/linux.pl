# Part of the Perl supervisor: what it needs of Linux.

use strict;

# The modules that would tell these numbers take longer to load than a step to run. They are Linux's on 64 bit x86 and Arm.
my ($WRONLY, $CREAT, $EXCL, $LOCK_EX, $LOCK_NB, $EINTR, $FIONREAD, $TMPFS, $BOOTTIME) = (1, 0100, 0200, 2, 4, 4, 0x541b, 0x01021994, 7);
my %calls = (62 => [112, 74, 292, 231, 137, 228], 183 => [157, 82, 24, 94, 43, 113]);
my ($SETSID, $FSYNC, $DUP3, $EXIT, $STATFS, $CLOCK_GETTIME) = @{ $calls{ machine() } // unfit() };

my $boot = line_of('/proc/sys/kernel/random/boot_id') // unfit();
# When the clock was last looked at (see uptime).
my $up = 0;

# What kind of processor this is for, as the head of Perl's own file tells; 0 when it is not one of 64 bit.
sub machine {
  open my $self, '<', '/proc/self/exe' or return 0;
  sysread $self, my $head, 20;
  my ($class, $machine) = unpack 'x4 C x13 v', $head;
  return $class == 2 ? $machine : 0;
}

# Part of the runner: supervise.sh once more, for hosts with Perl. What starts a program there is a fork or nothing here,
# so a step costs half. Both keep the same files, which main.sh explains, and one may follow the other within a segment.
#
# It arrives on standard input with its other parts, the files beside this one; then come the segment and its steps, as
# orders.sh writes them. There are two of it then: the supervisor, and who tells the client. Where it cannot begin,
# supervise.sh has its turn.

use strict;

# A name of its own: a step that says `pkill perl` means others. Set in $0 it would take the environment out of people's sight.
write_file('/proc/self/comm', 'backout');

# The modules that would tell these numbers take longer to load than a step to run. They are Linux's on 64 bit x86 and Arm.
my ($WRONLY, $CREAT, $EXCL, $LOCK_EX, $LOCK_NB, $EINTR, $FIONREAD) = (1, 0100, 0200, 2, 4, 4, 0x541b);
my ($SETSID, $FSYNC, $DUP3, $EXIT) = @{ { 62 => [112, 74, 292, 231], 183 => [157, 82, 24, 94] }->{ machine() } // exit 65 };

my ($at, $own, $umask, $grace, $beat, $cap, $tail_cap, $memory, $fence, $epoch, $lock_file, $run, $nonce, @steps) = read_orders();
my $boot = line_of('/proc/sys/kernel/random/boot_id') // exit 65;
my ($first, $me) = split m{/lock\.}, $own;
my $room = "$at/$first/by.$me";
# Of the step whose turn it is: its directory and why it must stop.
my ($dir, $asked) = ('', '');
# Whether the steps are marked (see main.sh), and the process that makes that durable.
my ($is_marked, $syncing) = (1, 0);
# The clock, and when it was last looked at (see uptime).
sysopen my $clock, '/proc/uptime', 0 or exit 65;
my $up = 0;
# Whether there is something to look at that has not been said, and when that was last said (see say_tick).
my ($is_untold, $ticked) = (0, 0);
# What the client is to be told next.
my $told = '';
# How processes ended that were not waited for one by one.
my %ended;
# What the pump tells; empty once the pump is gone.
my $news;

# The client's end, and where the shell that has started this hears what became of it.
open my $client, '<&=', 4 or exit 65;
open my $starter, '>&=', 9 or exit 65;
# From the supervisor to who tells the client of it.
pipe my $hearing, my $events or exit 65;
my $supervisor = fork;
if ($supervisor || !defined $supervisor) {
  close $events;
  syswrite $starter, $supervisor ? attend($supervisor) : "unfit\n";
  leave(0);
}
syswrite $starter, 'begun ';
close $_ for $client, $starter, $hearing;
open STDOUT, '>', '/dev/null' or exit 65;
for my $each ((map { $_->{dir} } @steps), $room) { -d $each or mkdir $each or -d $each or exit 65 }
open my $lock, '>>', "$at/$own" or exit 65;
syscall($SETSID) == $$ or exit 65;
$ENV{LC_ALL} = 'C.UTF-8';
$umask = oct $umask;
# Not ignored: a step's shell starts without what is caught, but with what is ignored.
$SIG{$_} = sub { } for qw(HUP INT QUIT PIPE CHLD);
# TERM alone may be the host shutting down; only a cancel leaves its mark first.
$SIG{TERM} = sub { $asked = 'cancelled' if -e "$dir/cancel" };
# Else another one has the segment.
supervise() if flock $lock, $LOCK_EX | $LOCK_NB;
leave(0);

# Runs the steps one after the other, each claimed just before it begins, and goes on only when the step before ended with
# exit code 0 or was not needed.
sub supervise {
  my @results;
  $syncing = mark();
  start_pump() or exit 65;
  get_ahead($steps[0]);
  while (my $step = $steps[0]) {
    $dir = $step->{dir};
    # A pump that is gone reads nothing more, unless it is gone because this step's shell is: then it has told so.
    last unless ($news || $step->{is_closed}) && may_claim(@results ? $results[-1] : undef);
    my $is_written = claim($step->{digest});
    last unless defined $is_written;
    perform($step, $is_written);
    push @results, "$dir/result";
    shift @steps;
  }
  persist(@results);
}

# Ends at once. Perl's own way tidies up everything first, page by page of what a fork shares.
sub leave { syscall $EXIT, $_[0] }

# What kind of processor this is for, as the head of Perl's own file tells; 0 when it is not one of 64 bit.
sub machine {
  open my $self, '<', '/proc/self/exe' or return 0;
  sysread $self, my $head, 20;
  my ($class, $machine) = unpack 'x4 C x13 v', $head;
  return $class == 2 ? $machine : 0;
}

sub read_orders {
  binmode DATA;
  my @fields = do { local $/ = "\0"; <DATA> };
  exit 65 unless @fields && pop(@fields) eq "end\0";
  chop @fields;
  my @segment = splice @fields, 0, 13;
  my @read;
  while (@fields) {
    my %step;
    @step{qw(token digest deadline silence unneeded unclear script)} = splice @fields, 0, 7;
    $step{values} = read_pairs(\@fields);
    $step{secrets} = read_pairs(\@fields);
    $step{dir} = "$segment[0]/$step{token}";
    push @read, \%step;
  }
  return (@segment, @read);
}

# Names, each with its content, up to an empty name.
sub read_pairs {
  my ($fields) = @_;
  my @pairs;
  push @pairs, [splice @$fields, 0, 2] while @$fields && $fields->[0] ne '';
  shift @$fields;
  return \@pairs;
}

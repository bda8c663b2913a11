# Part of the runner: supervise.sh once more, for hosts with Perl. What starts a program there is a fork or nothing here,
# so a step costs half. Both keep the same files, which main.sh explains, and one may follow the other within a segment.
#
# Its other parts are the files beside this one; hear.pl and begin.pl come before. There are two of it from here on: the
# supervisor, and who tells the client. Where it cannot begin, the runner in sh has its turn.

my ($first, $me) = split m{/lock\.}, $own;
my $room = "$at/$first/by.$me";
# Of the step whose turn it is: its directory and why it must stop.
my ($dir, $asked) = ('', '');
# Whether the steps are marked (see main.sh), and the process that makes that durable.
my ($is_marked, $syncing) = (1, 0);
# Whether there is something to look at that has not been said, and when that was last said (see say_tick).
my ($is_untold, $ticked) = (0, 0);
# What the client is to be told next, and when it was told something last.
my ($told, $sent) = ('', 0);
# How processes ended that were not waited for one by one.
my %ended;
# What the pump tells; empty once the pump is gone.
my $news;

# From the supervisor to who tells the client of it.
pipe my $hearing, my $events or unfit();
# From here on an end is no proof any more (see PERL_COMMAND).
our $begun = 1;
my $supervisor = fork;
if ($supervisor || !defined $supervisor) {
  close $events;
  report($supervisor ? attend($supervisor) : 'unfit');
  leave(0);
}
close $hearing;
open STDIN, '<', '/dev/null' or exit 65;
open STDOUT, '>', '/dev/null' or exit 65;
for my $each ((map { $_->{dir} } @steps), $room) { -d $each or mkdir $each or -d $each or exit 65 }
open my $lock, '>>', "$at/$own" or exit 65;
syscall($SETSID) == $$ or exit 65;
# What bo_set_locale in main.sh says.
my @locales = qw(ADDRESS COLLATE IDENTIFICATION MEASUREMENT MESSAGES MONETARY NAME NUMERIC PAPER TELEPHONE TIME);
delete @ENV{ 'LANG', map { "LC_$_" } @locales };
@ENV{qw(LC_CTYPE LC_ALL)} = ('C.UTF-8', '');
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

# A segment's steps, from what is left of the fields of its orders.
sub read_steps {
  my ($at, @fields) = @_;
  my @read;
  while (@fields) {
    my %step;
    @step{qw(token digest deadline silence unneeded unclear script)} = splice @fields, 0, 7;
    $step{values} = read_pairs(\@fields);
    $step{secrets} = read_pairs(\@fields);
    $step{dir} = "$at/$step{token}";
    push @read, \%step;
  }
  return @read;
}

# Names, each with its content, up to an empty name.
sub read_pairs {
  my ($fields) = @_;
  my @pairs;
  push @pairs, [splice @$fields, 0, 2] while @$fields && $fields->[0] ne '';
  shift @$fields;
  return \@pairs;
}

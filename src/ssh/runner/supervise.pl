# Part of the runner: supervise.sh once more, for hosts with Perl. What starts a program there is a fork or nothing here,
# so a step costs a quarter. Both keep the same files, which main.sh explains, and may follow each other within a segment.
#
# It arrives on standard input; behind __END__ stand the segment and its steps, as orders.sh writes them. It ends with
# another code than 0 when it cannot begin; then supervise.sh has its turn.

use strict;
eval { require Fcntl; 1 } or exit 65;

binmode DATA;
my @fields = do { local $/ = "\0"; <DATA> };
chop @fields;
my ($at, $own, $umask, $grace, $beat, $cap, $tail_cap, $memory, $fence, $epoch, $lock_file, $run) = splice @fields, 0, 12;
my @steps = read_steps();
my ($me) = $own =~ m{/lock\.(.*)$}s;
my $boot = line_of('/proc/sys/kernel/random/boot_id');
my ($dir, $room, $asked, $is_marked, $syncing) = ('', '', '', 1, 0);
my $EINTR = 4;
my $SETSID = number_of_setsid();

open my $events, '>&=', 5 or exit 65;
open my $lock, '>>', "$at/$own" or exit 65;
defined $boot && @steps or exit 65;

$SIG{$_} = sub { } for qw(HUP INT PIPE CHLD);
# TERM alone may be the host shutting down; only a cancel leaves its mark first.
$SIG{TERM} = sub { $asked = 'cancelled' if -e "$dir/cancel" };

# Another one has the segment.
flock $lock, Fcntl::LOCK_EX() | Fcntl::LOCK_NB() or exit 0;
supervise();
exit 0;

sub supervise {
  my @results;
  $syncing = mark();
  while (my $step = $steps[0]) {
    ($dir, $room) = ("$at/$step->{token}", "$at/$step->{token}/by.$me");
    last unless may_claim($results[-1]);
    my $is_written = claim($step->{digest});
    last unless defined $is_written;
    perform($step, $is_written);
    push @results, "$dir/result";
    shift @steps;
  }
  system 'sync', @results if @results;
}

sub read_steps {
  my @read;
  while (@fields) {
    my %step;
    @step{qw(token digest deadline silence unneeded unclear script)} = splice @fields, 0, 7;
    $step{values} = until_empty();
    $step{secrets} = until_empty();
    push @read, \%step;
  }
  return @read;
}

# The fields up to an empty one. Names come before their contents, so that no pair begins with an empty field.
sub until_empty {
  my @pairs;
  push @pairs, [splice @fields, 0, 2] while @fields && $fields[0] ne '';
  shift @fields;
  return \@pairs;
}

# Marks the steps that are left (see main.sh), and begins to make that durable; undef when it cannot be done.
sub mark {
  my @marked = map { "$at/$_->{token}" } @steps;
  for my $each (@marked) { -d "$each/in.$boot" or mkdir "$each/in.$boot" or return undef }
  my $pid = fork;
  return undef unless defined $pid;
  return $pid if $pid;
  close $_ for $lock, $events;
  exec 'sync', $at, @marked;
  exit 1;
}

# Takes the marks off the steps after the one that runs. Holds the lock, so that nobody relies on a mark that is about to go.
sub unmark {
  my @later = map { "$at/$_->{token}" } @steps[1 .. $#steps];
  return unless @later;
  $syncing = fork;
  return if $syncing || !defined $syncing;
  close $events;
  rmdir "$_/in.$boot" for @later;
  system 'sync', @later;
  exit 0;
}

# Whether the step may have begun in an earlier boot of the host.
sub is_in_doubt {
  opendir my $entries, $dir or return 0;
  return grep { /^in\./ && $_ ne "in.$boot" && -d "$dir/$_" } readdir $entries;
}

# Asked of the disk each time: a newer bot, another run or a failed step may stand there by now.
sub may_claim {
  my ($before) = @_;
  return 0 if is_in_doubt() || (defined $before && (line_of($before) // '') !~ /^(exited|unneeded) 0 /);
  my $highest = line_of($fence) // '';
  $highest = 0 unless $highest =~ /^\d+$/;
  return tell_refusal("fenced epoch $highest was here|stop this bot") if $epoch < $highest;
  my %held = read_lock();
  return tell_refusal("locked $held{run}|$held{by}|$held{since_ms}|$held{reason}")
    if length $held{since_ms} && $held{run} ne $run;
  return 1;
}

sub tell_refusal { syswrite $events, "refused $_[0]\n"; return 0 }

sub read_lock {
  my %held = map { $_ => '' } qw(run by reason since_ms);
  open my $file, '<', $lock_file or return %held;
  while (my $line = <$file>) { $held{$1} = $2 if $line =~ /^(\S+) (.*)\n$/ }
  return %held;
}

# Only one can make the file. Undef when it was somebody else, who has the step; else whether it could be written.
sub claim {
  my ($digest) = @_;
  my $flags = Fcntl::O_WRONLY() | Fcntl::O_CREAT() | Fcntl::O_EXCL();
  sysopen my $file, "$dir/claim", $flags or return undef;
  my $line = "$digest $boot $$ $own\n";
  return put($file, $line) == length $line;
}

sub perform {
  my ($step, $is_written) = @_;
  my ($end, $code, $vault, $started) = ('unprepared', '-', undef, uptime());
  $asked = '';
  if ($is_written && ($vault = open_vault($step)) && prepare($step)) {
    ($end, $code) = $asked ? ('cancelled', '-') : run_step($step, $vault, $started);
  }
  system 'rm', '-rf', $vault if $vault && $vault ne '-';
  my $extra = line_of("$room/extra") // 0;
  my $took = (uptime() - $started) * 10;
  write_file("$dir/result", "$end $code $took $extra\n");
  syswrite $events, "end\n";
}

# Secrets never reach a disk. `-` for a step that has none; undef when they cannot be kept.
sub open_vault {
  my ($step) = @_;
  return '-' unless @{ $step->{secrets} };
  my @letters = ('a' .. 'z', 0 .. 9);
  my $vault = "$memory/backout." . join '', map { $letters[rand @letters] } 1 .. 12;
  mkdir $vault, 0700 and write_file("$dir/vault", "$vault\n") or return undef;
  for my $secret (@{ $step->{secrets} }) { write_file("$vault/$secret->[0]", $secret->[1]) or return undef }
  return $vault;
}

# Everything that can fail for want of space comes before the script starts. The words before it stand on its first line,
# so that the shell counts its lines as people do.
sub prepare {
  my ($step) = @_;
  -d $room or mkdir $room or return 0;
  write_file("$room/script", qq{cd "\$HOME" || exit 126; unset OLDPWD; $step->{script}\n}) or return 0;
  # A claim that a power cut could take back, without the mark, would let the step run twice.
  defined $syncing or return 0;
  await($syncing);
  # Another supervisor, killed a moment ago, may have taken it off.
  return 1 if $is_marked && -d "$dir/in.$boot";
  await(mark() // return 0);
  return $is_marked = 1;
}

# Whatever signals come.
sub await {
  my ($pid) = @_;
  1 while waitpid($pid, 0) == -1 && $! == $EINTR;
}

sub run_step {
  my ($step, $vault, $started) = @_;
  pipe my $output, my $write or return ('unprepared', '-');
  pipe my $news, my $tell or return ('unprepared', '-');
  fcntl $_, Fcntl::F_SETFL(), Fcntl::O_NONBLOCK() for $news, $tell;
  my $pump = fork // return ('unprepared', '-');
  if (!$pump) {
    close $_ for $lock, $events, $write, $news;
    pump($output, $tell);
    exit 0;
  }
  close $_ for $output, $tell;
  my $child = fork // return ('unprepared', '-');
  enter($step, $vault, $write) if !$child;
  close $write;
  my ($end, $code) = guard($step, $child, $news, $started);
  return ('unneeded', 0) if $end eq 'exited' && $code eq $step->{unneeded};
  return ('unclear', '-') if $end eq 'exited' && $code eq $step->{unclear};
  return ($end, $code);
}

# In the child: becomes the step's shell, in the world that the script sees.
sub enter {
  my ($step, $vault, $write) = @_;
  $SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT PIPE TERM CHLD);
  syscall $SETSID if $SETSID;
  my $stat = line_of('/proc/self/stat') // exit 126;
  my ($session, $began) = (split ' ', $stat =~ s/^.*\) //sr)[3, 19];
  # The lock's descriptor closes when the shell begins: a daemon that the step leaves must not look like a running step.
  # As long as it is open, whoever asks waits; so whoever finds the lock free finds the group as well.
  write_file("$room/group", "$$ $began\n") or exit 126;
  open STDIN, '<', '/dev/null' and open STDOUT, '>&', $write and open STDERR, '>&', $write or exit 126;
  close $events;
  umask oct $umask;
  $ENV{LC_ALL} = 'C.UTF-8';
  $ENV{ $_->[0] } = $_->[1] for @{ $step->{values} };
  $ENV{"$_->[0]_FILE"} = "$vault/$_->[0]" for @{ $step->{secrets} };
  chdir $room or exit 126;
  exec $session == $$ ? () : 'setsid', 'sh', '-eu', './script';
  exit 126;
}

# Of the system call, which costs no program; undef where it is not known: for 64 bit x86 and Arm, as Perl's own file tells.
sub number_of_setsid {
  open my $self, '<', '/proc/self/exe' or return undef;
  sysread $self, my $head, 20 or return undef;
  my ($class, $machine) = unpack 'x4 C x13 v', $head;
  return $class == 2 ? { 62 => 112, 183 => 157 }->{$machine} : undef;
}

# Waits for the step's end, enforcing the deadline and requests to stop; then until its output is kept.
sub guard {
  my ($step, $child, $news, $started) = @_;
  my ($end, $due, $heard) = ('exited', $started + $step->{deadline}, $started);
  my ($is_open, $status, $wait) = (1, undef, 0.001);
  for (;;) {
    if ($asked && $end eq 'exited') {
      ($end, $due) = ($asked, uptime() + $grace * 100);
      kill 'TERM', -$child or kill 'TERM', $child;
    }
    # A step that has closed its output is about to end: its end may come just before the wait for it.
    $wait = $wait * 2 < $beat ? $wait * 2 : $beat unless $is_open;
    $is_open = listen_to($news, $is_open, $is_open ? $beat : $wait, \$heard);
    $status = reap($child);
    last if defined $status;
    my $now = uptime();
    if ($end ne 'exited') {
      kill 'KILL', -$child if $now >= $due;
      next;
    }
    if ($is_marked && $now - $started >= 100) {
      $is_marked = 0;
      unmark();
    }
    $asked ||= 'timed-out' if $now >= $due;
    $asked ||= 'silent' if length $step->{silence} && $now - $heard >= $step->{silence};
  }
  stop_rest($child) if $end ne 'exited';
  settle($news, $is_open);
  return ($end, $status & 127 ? 128 + ($status & 127) : $status >> 8);
}

# Waits a beat at most for the pump's news; its end is news as well. False once the pump has told all.
sub listen_to {
  my ($news, $is_open, $wait, $heard) = @_;
  my $bits = '';
  vec($bits, fileno $news, 1) = 1 if $is_open;
  select $bits, undef, undef, $wait;
  return 0 unless $is_open;
  my $count = sysread $news, my $bytes, 65536;
  return 1 unless defined $count;
  $$heard = uptime() if $count;
  return $count;
}

# The child's status once it has ended.
sub reap {
  my ($child) = @_;
  my $status;
  while ((my $pid = waitpid -1, 1) > 0) { $status = $? if $pid == $child }
  return $status;
}

# Until the pump has kept what the step wrote: its end, or, when a daemon holds the pipe, its silence.
sub settle {
  my ($news, $is_open) = @_;
  my ($until, $heard) = (uptime() + 200, 0);
  while ($is_open && uptime() < $until) {
    my $before = $heard = 0;
    $is_open = listen_to($news, $is_open, 0.1, \$heard);
    # What came after a flood is known only when the pump has seen its end.
    last if $heard == $before && !(-s "$room/extra" && !-s "$room/tail");
  }
}

# What the group had started gets what is left of the grace, then KILL.
sub stop_rest {
  my ($group) = @_;
  for (my $tries = 0; group_lives($group) && $tries < $grace * 20; $tries += 1) { select undef, undef, undef, 0.05 }
  kill 'KILL', -$group if group_lives($group);
}

# Dead processes that nobody has waited for yet do not count.
sub group_lives {
  my ($group) = @_;
  kill 0, -$group or return 0;
  opendir my $processes, '/proc' or return 1;
  for my $pid (grep { /^\d+$/ } readdir $processes) {
    my ($state, undef, $of) = split ' ', (line_of("/proc/$pid/stat") // next) =~ s/^.*\) //sr;
    return 1 if $of == $group && $state ne 'Z';
  }
  return 0;
}

# Keeps the first $cap bytes of the output in `out`, then the last $tail_cap ones in `tail`, and reads on to the end, so that a
# flood never stops the step. It outlives the step when a daemon holds the pipe: a daemon must not die of a broken one.
sub pump {
  my ($output, $tell) = @_;
  $SIG{$_} = 'IGNORE' for qw(HUP INT PIPE);
  my ($left, $extra, $tail) = ($cap, 0, '');
  open my $out, '>>', "$dir/out" or $left = 0;
  for (;;) {
    my $count = sysread $output, my $bytes, 65536;
    next if !defined $count && $! == $EINTR;
    last unless $count;
    my $kept = $left > 0 ? put($out, substr $bytes, 0, $left) : 0;
    $left = $kept < $count ? 0 : $left - $kept;
    if ($kept < $count) {
      # How many there are is not known until the end.
      write_file("$room/extra", "1\n") unless $extra;
      $extra += $count - $kept;
      $tail .= substr $bytes, $kept;
      $tail = substr $tail, -$tail_cap if length $tail > 2 * $tail_cap;
    }
    syswrite $tell, '.';
  }
  return unless $extra;
  $tail = substr $tail, -$tail_cap if length $tail > $tail_cap;
  write_file("$room/tail.new", $tail) and rename "$room/tail.new", "$room/tail";
  write_file("$room/extra", "$extra\n");
}

# Writes all of it, or says how many bytes went before there was no room.
sub put {
  my ($file, $bytes) = @_;
  my $done = 0;
  while ($done < length $bytes) {
    my $count = syswrite $file, $bytes, length($bytes) - $done, $done;
    return $done unless defined $count;
    $done += $count;
  }
  return $done;
}

sub write_file {
  my ($path, $text) = @_;
  open my $file, '>', $path or return 0;
  return put($file, $text) == length $text;
}

# A file's first line, without its end; undef when there is none, or it is not whole.
sub line_of {
  my ($path) = @_;
  open my $file, '<', $path or return undef;
  my $line = <$file> // return undef;
  return $line =~ s/\n$// ? $line : undef;
}

# In hundredths of a second.
sub uptime {
  my ($seconds) = split ' ', line_of('/proc/uptime');
  return int($seconds * 100 + 0.5);
}
__END__

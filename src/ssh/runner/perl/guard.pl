# Part of the Perl supervisor: watches over a running script, and ends it when it must be ended (see guard.sh).

# Waits for the step's end, enforcing the deadline and requests to stop; then until its output is kept.
sub guard {
  my ($step, $child, $started) = @_;
  my ($end, $due, $heard) = ('exited', $started + $step->{deadline}, $started);
  my ($is_open, $status, $wait) = (1, undef, 0.001);
  for (;;) {
    if ($asked && $end eq 'exited') {
      ($end, $due) = ($asked, uptime() + $grace * 100);
      # Before its setsid the child is not yet a group.
      kill 'TERM', -$child or kill 'TERM', $child;
    }
    # A step that has closed its output is about to end: its end may come just before the wait for it.
    $wait = $wait * 2 < $beat ? $wait * 2 : $beat unless $is_open;
    my $is_heard;
    ($is_open, $is_heard) = listen_to($step, $is_open, $is_open ? $beat : $wait);
    $status = reap($child);
    last if defined $status;
    my $now = uptime();
    $heard = $now if $is_heard;
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
  settle($step, $is_open);
  return ($end, $status & 127 ? 128 + ($status & 127) : $status >> 8);
}

# Waits for the pump's news of a step, as many seconds at most. Whether its output is still open, and whether some came.
sub listen_to {
  my ($step, $is_open, $wait) = @_;
  my $bits = '';
  vec($bits, fileno $news, 1) = 1 if $is_open;
  select($bits, undef, undef, $wait) > 0 && $is_open or return ($is_open, 0);
  # Without a pump nothing is heard any more.
  sysread $news, my $told, 65536 or return (0, 0);
  my $is_heard = 0;
  for my $record (unpack '(a3)*', $told) {
    my ($number, $is_end) = unpack 'nC', $record;
    next if $number != $step->{number};
    $is_heard = 1;
    $is_open = 0 if $is_end;
  }
  return ($is_open, $is_heard);
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
  my ($step, $is_open) = @_;
  my $until = uptime() + 200;
  while ($is_open && uptime() < $until) {
    ($is_open, my $is_heard) = listen_to($step, $is_open, 0.1);
    # What came after a flood is known only when the pump has seen its end.
    last if !$is_heard && !(-s "$room/extra" && !-s "$room/tail");
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
    my $stat = line_of("/proc/$pid/stat") // next;
    my ($state, undef, $of) = split ' ', $stat =~ s/^.*\) //sr;
    return 1 if $of == $group && $state ne 'Z';
  }
  return 0;
}

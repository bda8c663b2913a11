# Part of the Perl supervisor: watches over a running script, and ends it when it must be ended (see guard.sh).

# Waits for the step's end, enforcing the deadline and requests to stop; then until its output is kept.
sub guard {
  my ($step, $child, $started) = @_;
  my ($end, $due, $heard, $wait) = ('exited', $started + $step->{deadline}, $started, 0.0001);
  until (defined $ended{$child}) {
    # Before it is a group of its own it would not heed the signal: it is asked again at the next look.
    ($end, $due) = ($asked, uptime() + $grace * 100) if $asked && $end eq 'exited' && kill 'TERM', -$child;
    # A step that has closed its output is about to end: its end may come just before the wait for it.
    $wait = $wait * 2 < $beat ? $wait * 2 : $beat if $step->{is_closed};
    my $is_heard = listen_to($step, $step->{is_closed} ? $wait : $beat);
    reap();
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
  settle($step);
  my $status = $ended{$child};
  return ($end, $status & 127 ? 128 + ($status & 127) : $status >> 8);
}

# Waits for the pump's news, as many seconds at most. Whether some came of the step; a step is closed when it prints no more.
sub listen_to {
  my ($step, $wait) = @_;
  say_tick() if $is_untold;
  my $bits = '';
  vec($bits, fileno $news, 1) = 1 if $news;
  select($bits, undef, undef, $is_untold && $wait > 0.1 ? 0.1 : $wait) > 0 or return 0;
  # Whole records: three bytes each.
  my $count = sysread $news, my $records, 65535;
  if (!$count) {
    $news = undef;
    $step->{is_closed} = 1;
    return 0;
  }
  my $count_of_step = 0;
  for my $record (unpack '(a3)*', $records) {
    my ($number, $is_end) = unpack 'nC', $record;
    if ($is_end) { $_->{is_closed} = 1 for grep { $_->{number} == $number } @steps }
    $count_of_step += $number == $step->{number};
  }
  $is_untold ||= $count_of_step;
  return $count_of_step;
}

# Has who tells the client look at the output, a tenth of a second after the last time, and not before it has heard of that:
# while the client reads nothing, nobody empties the pipe.
sub say_tick {
  return if uptime() - $ticked < 10;
  my $unread = pack 'L', 0;
  ioctl $events, $FIONREAD, $unread or return;
  return if unpack 'L', $unread;
  ($is_untold, $ticked) = (0, $up);
  syswrite $events, "tick\n";
}

# Notes how children ended.
sub reap {
  while ((my $pid = waitpid -1, 1) > 0) { $ended{$pid} = $? }
}

# Until the pump has kept what the step wrote: its end, or, when a daemon holds the pipe, its silence.
sub settle {
  my ($step) = @_;
  my $heard = uptime();
  my $until = $heard + 300;
  while (!$step->{is_closed} && (my $now = uptime()) < $until) {
    # What came after a flood is known only when the pump has seen its end.
    return if $now - $heard >= 50 && !(-s "$dir/extra.$me" && !-s "$dir/tail.$me");
    $heard = $now if listen_to($step, 0.1);
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

# Part of the Perl supervisor: one claimed step from what it needs to its result.

sub perform {
  my ($step, $is_written) = @_;
  my ($end, $code, $started) = ('unprepared', '-', uptime());
  my $vault = @{ $step->{secrets} } ? name_vault() : '';
  $asked = '';
  ($is_untold, $ticked) = (1, $started);
  if ($is_written && (!$vault || open_vault($step, $vault)) && prepare($step, $vault)) {
    ($end, $code) = $asked ? ('cancelled', '-') : run_step($step, $started);
  }
  remove_vault($step, $vault) if $vault;
  my $extra = line_of("$step->{dir}/extra.$me") // 0;
  my $took = (uptime() - $started) * 10;
  my $line = "$end $code $took $extra\n";
  # What is not there whole is no result: whoever looks finds that nobody knows the end.
  syswrite $events, "end $line" if write_file("$dir/result", $line);
}

sub name_vault {
  my @letters = ('a' .. 'z', 0 .. 9);
  return "$memory/backout." . join '', map { $letters[rand @letters] } 1 .. 12;
}

# Secrets never reach a disk. False when they cannot be kept.
sub open_vault {
  my ($step, $vault) = @_;
  mkdir $vault, 0700 and write_file("$dir/vault", "$vault\n") or return 0;
  for my $secret (@{ $step->{secrets} }) { write_file("$vault/$secret->[0]", $secret->[1]) or return 0 }
  return 1;
}

# By itself as far as it can: there may be no room for another process. The step may have put more into it.
sub remove_vault {
  my ($step, $vault) = @_;
  unlink map { "$vault/$_->[0]" } @{ $step->{secrets} };
  rmdir $vault or system 'rm', '-rf', $vault;
}

# Everything that can fail for want of space comes before the script starts.
sub prepare {
  my ($step, $vault) = @_;
  defined $step->{child} or make_gate($step) && start_shells($vault, $step) or return 0;
  # Something may have ended it while it waited for its turn: it is known here, or it prints no more.
  reap();
  return 0 if defined $ended{ $step->{child} } || $step->{is_closed} || !note_group($step);
  # A claim that a power cut could take back, without the mark, would let the step run twice.
  return 0 if !defined $syncing || ($syncing && !await($syncing));
  $syncing = 0;
  # Another supervisor, killed a moment ago, may have taken it off.
  return 1 if $is_marked && -e "$dir/in.$boot";
  await(mark() // return 0) or return 0;
  return $is_marked = 1;
}

# Whether a process ended well, whatever signals come meanwhile.
sub await {
  my ($pid) = @_;
  1 while waitpid($pid, 0) == -1 && $! == $EINTR;
  return (delete $ended{$pid} // $?) == 0;
}

sub run_step {
  my ($step, $started) = @_;
  # The word: from here on the script runs.
  syswrite $step->{gate}, "go\n";
  close $step->{gate};
  get_ahead(@steps[1 .. $#steps]);
  my ($end, $code) = guard($step, $step->{child}, $started);
  # Only of a step that asks first whether it is needed these are no codes of its own.
  return ('unneeded', 0) if $end eq 'exited' && $code eq $step->{unneeded};
  return ('unclear', '-') if $end eq 'exited' && $code eq $step->{unclear};
  return ($end, $code);
}

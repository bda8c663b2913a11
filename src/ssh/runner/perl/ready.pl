# Part of the Perl supervisor: gets steps ready before their turn (see ready.sh). A step's shell waits at its gate for one
# word, which comes only after the claim; when the supervisor dies instead, the gate breaks and the shell ends.

# So many of these steps that one is ready when its turn comes. One with secrets, and what follows it, waits for its turn:
# secrets are nowhere before their step's claim. What fails here is tried again then.
sub get_ahead {
  for my $step (grep { $_ } @_[0, 1]) {
    return if @{ $step->{secrets} };
    defined $step->{child} or get_ready($step, '') or return;
  }
}

# Starts the step's shell. False when there is no room for it.
sub get_ready {
  my ($step, $vault) = @_;
  # Before the script, on its first line, so that the shell counts its lines as people do.
  my $gate = 'read -r bo_go && exec </dev/null && cd "$HOME" || exit 126; unset bo_go OLDPWD; ';
  write_file("$room/script.$step->{number}", "$gate$step->{script}\n") or return 0;
  pipe my $word, $step->{gate} or return 0;
  my $child = fork // return 0;
  enter($step, $vault, $word) if !$child;
  # Of another one that had its number.
  delete $ended{$child};
  close $step->{pipe};
  $step->{child} = $child;
  return 1;
}

# In the child: becomes the step's shell, in the world that the script sees.
sub enter {
  my ($step, $vault, $word) = @_;
  $SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT PIPE TERM CHLD);
  syscall($SETSID) == $$ or exit 126;
  my $stat = line_of('/proc/self/stat') // exit 126;
  my $began = (split ' ', $stat =~ s/^.*\) //sr)[19];
  # The lock's descriptor closes when the shell begins: a daemon that the step leaves must not look like a running step.
  # As long as it is open, whoever asks waits; so whoever finds the lock free finds the group as well.
  my $line = "$step->{token} $$ $began\n";
  put($lock, $line) == length $line or exit 126;
  open STDIN, '<&', $word and open STDOUT, '>&', $step->{pipe} and open STDERR, '>&', $step->{pipe} or exit 126;
  close $events;
  umask oct $umask;
  $ENV{LC_ALL} = 'C.UTF-8';
  $ENV{ $_->[0] } = $_->[1] for @{ $step->{values} };
  $ENV{"$_->[0]_FILE"} = "$vault/$_->[0]" for @{ $step->{secrets} };
  chdir $room or exit 126;
  exec 'sh', '-eu', "./script.$step->{number}";
  exit 126;
}

# Part of the Perl supervisor: gets steps ready before their turn (see ready.sh). A step's shell waits at its gate for one
# word, which comes only after the claim; when the supervisor dies instead, the gate breaks and the shell ends.

# Gets the next ten of these steps ready when the first of them is not: after a fork this process pays for each page that it
# writes to, once for all that are forked together. One with secrets, and what follows it, waits for its turn: secrets are
# nowhere before their step's claim. What fails here is tried again then.
sub get_ahead {
  return if @_ && defined $_[0]{child};
  for my $step (grep { $_ } @_[0 .. 9]) {
    return if @{ $step->{secrets} } || !get_ready($step, '');
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

# In the child: becomes the step's shell, in the world that the script sees. Whatever it does here it pays for in copied pages.
# The lock's descriptor closes when the shell begins: a daemon that the step leaves must not look like a running step.
sub enter {
  my ($step, $vault, $word) = @_;
  # Else TERM would be heard and forgotten before the shell is there.
  $SIG{TERM} = 'DEFAULT';
  my ($in, $out) = (fileno $word, fileno $step->{pipe});
  syscall($SETSID) == $$ or leave(126);
  syscall($DUP3, $in, 0, 0) == 0 && syscall($DUP3, $out, 1, 0) == 1 && syscall($DUP3, $out, 2, 0) == 2 or leave(126);
  umask $umask;
  $ENV{ $_->[0] } = $_->[1] for @{ $step->{values} };
  $ENV{"$_->[0]_FILE"} = "$vault/$_->[0]" for @{ $step->{secrets} };
  chdir $room or leave(126);
  exec 'sh', '-eu', "./script.$step->{number}" or leave(126);
}

# Notes the step's group before it may run anything, so whoever finds the lock free finds the group as well. False when there
# is no room for the note.
sub note_group {
  my ($step) = @_;
  my $stat = line_of("/proc/$step->{child}/stat") // return 0;
  # `<pid> (<name>) <state> <parent> ...`, where the name may hold anything.
  my $began = (split ' ', substr $stat, rindex($stat, ')') + 2)[19];
  my $line = "$step->{token} $step->{child} $began\n";
  return put($lock, $line) == length $line;
}

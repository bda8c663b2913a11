# Part of the Perl supervisor: gets steps ready before their turn (see ready.sh). A step's shell waits at its gate for one
# word, which comes only after the claim; when the supervisor dies instead, the gate breaks and the shell ends.

# Gets the next ten of these steps ready when the first of them is not. One with secrets, and what follows it, waits for its
# turn: secrets are nowhere before their step's claim. What fails here is tried again then.
sub get_ahead {
  return if @_ && defined $_[0]{child};
  my @next;
  for my $step (grep { $_ } @_[0 .. 9]) {
    last if @{ $step->{secrets} } || !make_gate($step);
    push @next, $step;
  }
  start_shells('', @next);
}

# False when there is no room for it.
sub make_gate {
  my ($step) = @_;
  # Before the script, on its first line, so that the shell counts its lines as people do.
  my $gate = 'read -r bo_go && exec </dev/null && cd "$HOME" || exit 126; unset bo_go OLDPWD; ';
  write_file("$room/script.$step->{number}", "$gate$step->{script}\n") or return 0;
  return pipe $step->{word}, $step->{gate};
}

# Starts these steps' shells, one right after the other: after each fork this process pays for every page that it writes to.
# False when there is no room for all.
sub start_shells {
  my ($vault, @ready) = @_;
  my @children;
  for my $step (@ready) {
    my $child = fork // last;
    enter($step, $vault) if !$child;
    push @children, $child;
  }
  for my $step (@ready[0 .. $#children]) {
    close $_ for @$step{qw(word pipe)};
    $step->{child} = shift @children;
    # Of another one that had its number.
    delete $ended{ $step->{child} };
  }
  return !grep { !defined $_->{child} } @ready;
}

# In the child: becomes the step's shell, in the world that the script sees. Whatever it does here it pays for in copied pages.
# The lock's descriptor closes when the shell begins: a daemon that the step leaves must not look like a running step.
sub enter {
  my ($step, $vault) = @_;
  # Else TERM would be heard and forgotten before the shell is there.
  $SIG{TERM} = 'DEFAULT';
  my ($in, $out) = map { fileno $_ } @$step{qw(word pipe)};
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

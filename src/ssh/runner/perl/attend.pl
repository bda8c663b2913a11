# Part of the Perl supervisor: tells the client how its steps go, in the client's session and for as long as there is a client.
# What it cannot tell, because the supervisor is gone, attend.sh tells in the client's next call.

# Until all is told, or the supervisor is gone. How it stands then: what report in begin.pl wants.
sub attend {
  my ($supervisor) = @_;
  # A step that signals everything with `perl` in its command line means others.
  $SIG{$_} = 'IGNORE' for qw(HUP INT QUIT PIPE TERM);
  delete @$_{qw(script values secrets)} for @steps;
  my ($number, $words, $reason) = (1, '', '-');
  while (wait_for_words()) {
    sysread $hearing, $words, 4096, length $words or last;
    my $is_news = 0;
    while ($words =~ s/^(\S+) ?(.*)\n//) {
      my ($word, $what, $step) = ($1, $2, $steps[$number - 1]);
      if ($word eq 'refused') { $reason = $what; next }
      tell_news($step);
      if ($word ne 'end') { $is_news = 1; next }
      tell_end($step, $what);
      $number += 1;
      next if $number <= @steps && $what =~ /^(exited|unneeded) 0 /;
      send_told();
      return 'done';
    }
    send_told() if $is_news || uptime() - $sent >= 10;
  }
  send_told();
  waitpid $supervisor, 0;
  my $step = $steps[$number - 1];
  return 'unfit' if $? && $number == 1 && $reason eq '-' && !-e "$step->{dir}/claim";
  return ('left', $step->{dir}, $reason);
}

# Ends with the client, who keeps its end open and silent while it listens. The end of a step before the last may wait for the
# next one's, a tenth of a second at most: each packet costs both sides more than a small step's end is worth.
sub wait_for_words {
  my ($bits, $ready) = ('', '');
  vec($bits, fileno $_, 1) = 1 for $hearing, $client;
  send_told() until select($ready = $bits, undef, undef, length $told ? 0.1 : undef) > 0;
  leave(0) if vec $ready, fileno $client, 1;
  return 1;
}

# That the step has begun, once, and what it has printed since it was last looked at.
sub tell_news {
  my ($step) = @_;
  defined $step->{passed} or tell_client("$nonce begin\n");
  $step->{passed} //= 0;
  $step->{output} //= open_file("$step->{dir}/out") // return;
  while (sysread $step->{output}, my $bytes, 65536) {
    $step->{passed} += length $bytes;
    tell_client($bytes);
  }
}

# How it ended, after the last of an output that was too long to be kept.
sub tell_end {
  my ($step, $line) = @_;
  if (-s "$step->{dir}/tail.$me" and my $tail = open_file("$step->{dir}/tail.$me")) {
    tell_client("$nonce tail\n");
    while (sysread $tail, my $bytes, 65536) { tell_client($bytes) }
  }
  tell_client("$nonce ended $line\n");
}

# Together as far as it comes together: each writing is a packet of the client's connection.
sub tell_client {
  $told .= $_[0];
  send_told() if length $told > 65536;
}

# Ends with the client.
sub send_told {
  put(*STDOUT, $told) == length $told or leave(0);
  ($told, $sent) = ('', uptime());
}

# Undef when there is no such file.
sub open_file {
  sysopen my $file, $_[0], 0 or return undef;
  return $file;
}

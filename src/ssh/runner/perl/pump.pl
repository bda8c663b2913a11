# Part of the Perl supervisor: keeps what the steps print. One process for all steps of a segment, with a pipe for each; it
# outlives the supervisor when a daemon holds one: a daemon must not die of a broken pipe, nor a step of a killed supervisor.

# Gives each step its pipe and its number. False when there is no room for more processes or descriptors.
sub start_pump {
  my @outputs;
  for my $step (@steps) {
    pipe my $output, $step->{pipe} or return 0;
    $step->{number} = push @outputs, $output;
  }
  pipe $news, my $tell or return 0;
  my $pid = fork // return 0;
  return 1 if $pid;
  close $_ for $lock, $events, $news, map { $_->{pipe} } @steps;
  # It may live long.
  delete @$_{qw(script values secrets)} for @steps;
  # While there is a supervisor, steps print to it: one that ends everything with `perl` in its command line means others.
  my $supervisor = getppid;
  $SIG{TERM} = sub { exit 0 if getppid != $supervisor };
  $SIG{$_} = 'IGNORE' for qw(HUP INT PIPE);
  pump($tell, map { { number => $_, output => $outputs[$_ - 1], left => $cap, extra => 0, tail => '' } } 1 .. @outputs);
  leave(0);
}

# Reads until all have ended, so that a flood never stops a step, and tells what it hears: the step's number, and whether it
# was the end.
sub pump {
  my ($tell, @open) = @_;
  my ($all, $ready) = ('', '');
  vec($all, fileno $_->{output}, 1) = 1 for @open;
  while (@open) {
    next unless select($ready = $all, undef, undef, undef) > 0;
    for my $each (grep { vec $ready, fileno $_->{output}, 1 } @open) {
      my $count = sysread $each->{output}, my $bytes, 65536;
      keep($each, $bytes) if $count;
      end_output($each) unless $count;
      vec($all, fileno $each->{output}, 1) = 0 unless $count;
      syswrite $tell, pack 'nC', $each->{number}, $count ? 0 : 1;
    }
    @open = grep { !$_->{is_over} } @open;
  }
}

# The first $cap bytes in `out`, then the last $tail_cap ones in `tail.*`.
sub keep {
  my ($each, $bytes) = @_;
  my $step = $steps[$each->{number} - 1];
  open $each->{out}, '>>', "$step->{dir}/out" or $each->{left} = 0 unless $each->{out};
  my $kept = $each->{left} > 0 ? put($each->{out}, substr $bytes, 0, $each->{left}) : 0;
  $each->{left} = $kept < length $bytes ? 0 : $each->{left} - $kept;
  return if $kept == length $bytes;
  # How many there are is not known until the end.
  write_file("$step->{dir}/extra.$me", "1\n") unless $each->{extra};
  $each->{extra} += length($bytes) - $kept;
  $each->{tail} .= substr $bytes, $kept;
  $each->{tail} = substr $each->{tail}, -$tail_cap if length $each->{tail} > 2 * $tail_cap;
}

sub end_output {
  my ($each) = @_;
  my $its = $steps[$each->{number} - 1]{dir};
  $each->{is_over} = 1;
  return unless $each->{extra};
  my $tail = length $each->{tail} > $tail_cap ? substr $each->{tail}, -$tail_cap : $each->{tail};
  write_file("$its/tail.$me.new", $tail) and rename "$its/tail.$me.new", "$its/tail.$me";
  write_file("$its/extra.$me", "$each->{extra}\n");
}

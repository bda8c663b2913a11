# Part of the Perl supervisor: what must hold before a step begins.

# Marks the steps that are left (see main.sh); the process that makes that durable, or undef when it cannot be done. A second
# name for the lock's file does, where the disk knows such: a new file can cost fifty times as much.
sub mark {
  my @dirs = map { $_->{dir} } @steps;
  for my $each (map { "$_/in.$boot" } @dirs) {
    # Another supervisor may have made it meanwhile, whichever of the two it is.
    -e $each or link "$at/$own", $each or mkdir $each or -e $each or return undef;
  }
  my $pid = fork;
  return $pid if $pid || !defined $pid;
  close $_ for $lock, $events;
  persist($at, @dirs);
  leave(0);
}

# Takes the marks off the steps after the one that runs. Holds the lock, so that nobody relies on a mark that is about to go.
sub unmark {
  my @later = map { $_->{dir} } @steps[1 .. $#steps];
  return unless @later;
  $syncing = fork;
  return if $syncing || !defined $syncing;
  close $events;
  unlink "$_/in.$boot" or rmdir "$_/in.$boot" for @later;
  persist(@later);
  leave(0);
}

# Whether the step may have begun in an earlier boot of the host.
sub is_in_doubt {
  my ($its) = @_;
  opendir my $entries, $its or return 1;
  return grep { /^in\./ && $_ ne "in.$boot" } readdir $entries;
}

# Asked of the disk each time: a newer bot, another run or a failed step may stand there by now.
sub may_claim {
  my ($before) = @_;
  return 0 if is_in_doubt($dir) || (defined $before && (line_of($before) // '') !~ /^(exited|unneeded) 0 /);
  my $highest = highest_epoch();
  return tell_refusal("fenced epoch $highest was here|stop this bot") if $epoch < $highest;
  my %held = read_lock();
  return 1 if $held{since_ms} eq '' || $held{run} eq $run;
  return tell_refusal("locked $held{run}|$held{by}|$held{since_ms}|$held{reason}");
}

# The highest epoch of its bot that gave orders here.
sub highest_epoch {
  my $highest = line_of($fence) // '';
  return $highest =~ /^\d+$/ ? $highest : 0;
}

sub tell_refusal {
  syswrite $events, "refused $_[0]\n";
  return 0;
}

# See locks.sh; an unfinished one is nobody's.
sub read_lock {
  my %held = (run => '', by => '', reason => '', since_ms => '');
  sysopen my $file, $lock_file, 0 or return %held;
  sysread $file, my $text, 65536 or return %held;
  return (%held, $text =~ /^(\S+) (.*)\n/mg);
}

# Only one can make the file. Undef when it was somebody else, who has the step; else whether it could be written.
sub claim {
  my ($digest) = @_;
  sysopen my $file, "$dir/claim", $WRONLY | $CREAT | $EXCL or return undef;
  my $line = "$digest $boot $$ $own\n";
  return put($file, $line) == length $line;
}

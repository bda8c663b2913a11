# Part of the Perl supervisor: files.

# Writes all of it, or as much as there is room for; how many bytes that was.
sub put {
  my ($file, $bytes) = @_;
  my $done = 0;
  while ($done < length $bytes) { $done += syswrite($file, $bytes, length($bytes) - $done, $done) // return $done }
  return $done;
}

# Whether all of it was written.
sub write_file {
  my ($path, $text) = @_;
  open my $file, '>', $path or return 0;
  return put($file, $text) == length $text;
}

# A power cut takes nothing of these files and directories any more. What cannot be synced is left to the disk, as by `sync`.
sub persist {
  for my $path (@_) {
    open my $file, '<', $path or next;
    syscall $FSYNC, fileno $file;
  }
}

# A file's first line, without its end; undef when there is none, or it is not whole.
sub line_of {
  my ($path) = @_;
  sysopen my $file, $path, 0 or return undef;
  sysread $file, my $text, 4096 or return undef;
  my $end = index $text, "\n";
  return $end < 0 ? undef : substr $text, 0, $end;
}

# In hundredths of a second, as /proc/uptime tells it; as at the last look when it cannot be told now.
sub uptime {
  my $time = "\0" x 16;
  syscall($CLOCK_GETTIME, $BOOTTIME, $time) == 0 or return $up;
  my ($seconds, $nanoseconds) = unpack 'qq', $time;
  return $up = $seconds * 100 + int($nanoseconds / 1e7);
}

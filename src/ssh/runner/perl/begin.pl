# Part of the Perl supervisor: what must hold before a segment begins, as main.sh and attend.sh have it.

my $umask = umask;
umask 077;
open STDERR, '>', '/dev/null' or unfit();
$ENV{PATH} = (length($ENV{PATH} // '') ? "$ENV{PATH}:" : '') . '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
my $memory = $sealed ? find_memory() : '';
unfit() if grep { !is_there($_) } qw(setsid flock mkfifo dd mktemp sync);
my $home = "$ENV{HOME}/.backout";
my $at = "$home/steps";
my $fence = "$home/fences/$journal";
my $lock_file = "$home/locks/$system";
my @steps = read_steps($at, @fields);
# Secrets are among them, and some of what is forked from here lives long.
@fields = ();
open_state();
heed_fence();
# Somebody has the first step already.
unfit() if -e "$steps[0]{dir}/claim" || (-e $steps[0]{dir} && is_in_doubt($steps[0]{dir}));
take_lock();
# As attend.sh says it.
my $could_not_start = 'unsuitable the supervisor could not start|look at free space and process limits';
my $own = "$steps[0]{token}/lock." . uptime() . ".$$";

# Whether this host has a program that the runner in sh needs: it may have to go on with what begins here.
sub is_there {
  my ($program) = @_;
  for (split /:/, $ENV{PATH}) { return 1 if -x "$_/$program" }
  return 0;
}

# Secrets never reach a disk: their files live in memory or nowhere.
sub find_memory {
  if (length($ENV{BACKOUT_SECRETS_DIR} // '')) { return -d $ENV{BACKOUT_SECRETS_DIR} ? $ENV{BACKOUT_SECRETS_DIR} : unfit() }
  # Copies: what a system call is given must be writable.
  for my $place (map { "$_" } grep { length } $ENV{XDG_RUNTIME_DIR} // '', '/dev/shm') {
    my $facts = "\0" x 256;
    return $place if -d $place && -w $place && syscall($STATFS, $place, $facts) == 0 && unpack('q', $facts) == $TMPFS;
  }
  return unfit();
}

# Makes this account's directories, unless they are there and are its own. Cleaning up, once a day, is the shell's.
sub open_state {
  -d ($ENV{HOME} // '') or unfit();
  my $is_new = mkdir $home;
  for my $each ($home, $at, "$home/locks", "$home/fences") {
    lstat $each or mkdir $each and lstat $each or unfit();
    -d _ && -O _ && -w _ or unfit();
  }
  $is_new ? write_file("$home/cleaned", "$today\n") : (line_of("$home/cleaned") // '') eq $today or unfit();
}

# Orders of a superseded bot are not heeded, and a later one is remembered (see locks.sh).
sub heed_fence {
  return if $epoch == highest_epoch();
  open my $guard, '>>', "$fence.lock" or unfit();
  flock $guard, $LOCK_EX or unfit();
  unfit() if $epoch < highest_epoch();
  write_file("$fence.new", "$epoch\n") or unfit();
  persist("$fence.new");
  rename "$fence.new", $fence or unfit();
}

# Takes the lock for this run, unless it has it.
sub take_lock {
  if (sysopen my $file, $lock_file, $WRONLY | $CREAT | $EXCL) { put($file, $lock_text) }
  my %held = read_lock();
  unfit() if $held{since_ms} eq '' || $held{run} ne $run;
}

# Tells the client what attend returns, unless all is told. The runner in sh tells of a step that may have begun.
sub report {
  my ($word, $its, $reason) = @_;
  unfit() if $word eq 'unfit';
  return if $word eq 'done';
  if (-e "$its/claim" || is_in_doubt($its)) { syswrite STDOUT, "$nonce left\n" }
  else { syswrite STDOUT, "$nonce refused " . ($reason eq '-' ? $could_not_start : $reason) . "\n" }
}

// Preloaded (node --import) into every process the demonstration starts, so that none outlives it: whoever started this
// process holds the other end of its standard input, and when that closes, even by kill -9, this process ends too.
const graceMs = 10_000;

process.stdin.on('end', endSelf).on('error', endSelf).resume();
process.stdin.unref?.();

function endSelf() {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref();
}

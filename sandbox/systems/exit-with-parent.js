// Preloaded (node --import) into the processes the demonstration starts, so that none outlives it, even by kill -9:
// a process whose parent is gone is handed to another, and then it ends itself.
const everyMs = 500;
const graceMs = 10_000;
const parent = Number(process.env.BACKOUT_PARENT);

const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref();
}, everyMs);
watch.unref();

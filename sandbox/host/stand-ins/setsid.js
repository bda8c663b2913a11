// Stand-in for setsid: runs a command in a session of its own and ends as it ends.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: 'inherit' });
// The session must outlive signals meant for the caller's own group.
for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(name, () => {});
child.on('error', (error) => {
  process.stderr.write(`setsid: ${error.message}\n`);
  process.exitCode = 127;
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0);
});

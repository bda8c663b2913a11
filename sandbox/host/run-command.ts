import { spawn } from 'node:child_process';
import type { ServerChannel } from 'ssh2';

export type BoxCommand = { signal(name: string): void };

/**
 * Runs a command line for a channel as OpenSSH does without a terminal: in a session of its own, its end reported when
 * it exits, the channel closed when its pipes end. When the client goes away the command lives on and its pipes break.
 */
export function runCommand(
  line: string,
  channel: ServerChannel,
  { home, env }: { readonly home: string; readonly env: Readonly<Record<string, string>> },
): BoxCommand {
  const child = spawn('/bin/sh', ['-c', line], { cwd: home, env, detached: true, stdio: 'pipe' });
  const { stdin, stdout, stderr } = child;
  for (const stream of [stdin, stdout, stderr, channel, channel.stderr]) stream.on('error', () => {});
  channel.pipe(stdin);
  stdout.pipe(channel, { end: false });
  stderr.pipe(channel.stderr, { end: false });
  child.on('error', () => channel.close());
  child.on('exit', (code, signal) => {
    if (code === null) channel.exit((signal ?? 'KILL').replace(/^SIG/, ''), false, '');
    else channel.exit(code);
  });
  child.on('close', () => channel.end());
  channel.on('close', () => {
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
  });
  return {
    signal(name) {
      try {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, `SIG${name}`);
      } catch {
        // It ended meanwhile, or the name is no signal: OpenSSH ignores both.
      }
    },
  };
}

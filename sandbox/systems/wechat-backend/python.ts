import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { has, writeStandIn } from '../../host/stand-ins.js';
import type { SystemHost } from '../system.js';

const require = createRequire(import.meta.url);
/** Where a box looks for programs of the machine. */
const machine = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Gives the host a stand-in for `python3` that can do one script of the app's, when the machine has no Python. */
export function givePython({ bin }: Pick<SystemHost, 'bin'>, path: readonly string[] = machine): void {
  if (has(path, 'python3')) return;
  const script = fileURLToPath(new URL('./python-stand-in.js', import.meta.url));
  const sqlite = dirname(require.resolve('libsql'));
  mkdirSync(bin, { recursive: true });
  writeStandIn(bin, 'python3', 'because this machine has none', [process.execPath, script, sqlite]);
}

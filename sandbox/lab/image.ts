import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The system that hosts start from, built once per machine and recipe. */
export type Image = {
  /** The root file system; read only by agreement. */
  readonly root: string;
  /** The key that may log in as `user` and as `root`. */
  readonly keyFile: string;
  /** PEM of the authority that signed the sites' certificate. */
  readonly authority: string;
};

const recipe = fileURLToPath(new URL('./build-image.sh', import.meta.url));

/** The image, built first when this machine has none of this recipe yet. Two that ask at once build it once. */
export async function prepareImage(signal?: AbortSignal): Promise<Image> {
  const cache = process.env.BACKOUT_LAB ?? join(homedir(), '.cache/backout-lab');
  const digest = createHash('sha256').update(readFileSync(recipe)).update(process.version).digest('hex');
  const image = join(cache, digest.slice(0, 12));
  mkdirSync(cache, { recursive: true });
  if (!existsSync(image)) {
    process.stderr.write(
      `正在制作主机的系统，只做一次，需要几分钟：${image}\nBuilding the hosts' system, once; it takes a few minutes: ${image}\n`,
    );
    const script = `[ -d "$1" ] || exec "$0" "$1" "$2"`;
    await build([join(cache, 'lock'), 'sh', '-c', script, recipe, image, process.execPath], signal);
  }
  return { root: join(image, 'root'), keyFile: join(image, 'id_ed25519'), authority: join(image, 'ca.crt') };
}

/** In a process group of its own, so that all of it can be ended when nobody waits for it any more. */
async function build(locked: readonly string[], signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn('flock', locked, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
  signal?.addEventListener('abort', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  // Told when the last process of the group is gone.
  const [code] = await once(child, 'close');
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`The hosts' system could not be built (exit code ${code}):\n${output.slice(-4000)}`);
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

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
export async function prepareImage(): Promise<Image> {
  const cache = process.env.BACKOUT_LAB ?? join(homedir(), '.cache/backout-lab');
  const digest = createHash('sha256').update(readFileSync(recipe)).update(process.version).digest('hex');
  const image = join(cache, digest.slice(0, 12));
  mkdirSync(cache, { recursive: true });
  if (!existsSync(image)) {
    process.stderr.write(`Building the lab's system in ${image}, once: about a minute.\n`);
    const script = `[ -d "$1" ] || exec "$0" "$1" "$2"`;
    await run('flock', [join(cache, 'lock'), 'sh', '-c', script, recipe, image, process.execPath]);
  }
  return { root: join(image, 'root'), keyFile: join(image, 'id_ed25519'), authority: join(image, 'ca.crt') };
}

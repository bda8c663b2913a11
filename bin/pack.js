import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const packs = join(root, 'node_modules/.cache/backout');
const dayMs = 86_400_000;

/**
 * The address of a module of the sources, `src/main.ts` or `src/cli/main.ts`, in their pack: everything in a few files. Makes the
 * pack first when the sources have none; fails where that is not possible, e.g. where node_modules may not be written.
 */
export async function pack(entry) {
  const folder = join(packs, digest());
  if (!existsSync(folder)) await make(folder);
  const now = new Date();
  // For removeUnused; not everybody who may read it may touch it.
  await utimes(folder, now, now).catch(() => {});
  return pathToFileURL(join(folder, entry.replace(/ts$/, 'mjs'))).href;
}

// Names a pack by everything that goes into it and by where it lies: it can be missing, but never stale.
function digest() {
  const hash = createHash('sha256').update(root);
  const files = ['bin', 'src', 'commands'].flatMap((folder) => filesIn(join(root, folder))).sort();
  for (const file of [...files, join(root, 'node_modules/.package-lock.json')])
    hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}

function filesIn(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  // parentPath came with Node 20.12 and path goes with Node 24.
  return found.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function make(folder) {
  const draft = `${folder}.${process.pid}`;
  try {
    await build(draft);
    // Another process may have been faster.
    await rename(draft, folder).catch((error) => existsSync(folder) || Promise.reject(error));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeUnused(folder);
}

async function build(outdir) {
  const { bundling } = await import('./bundling.js');
  const { build } = await import('esbuild');
  const entryPoints = ['src/main.ts', 'src/cli/main.ts'];
  const outExtension = { '.js': '.mjs' };
  await build({
    ...bundling,
    entryPoints,
    absWorkingDir: root,
    outbase: '.',
    outdir,
    outExtension,
    splitting: true,
    sourcemap: true,
  });
  // A power cut must not leave a pack of empty files: they would run, and do nothing.
  for (const file of filesIn(outdir)) {
    const written = await open(file);
    await written.sync().finally(() => written.close());
  }
}

// Whoever runs has loaded all of its pack, or was started within the day.
async function removeUnused(own) {
  for (const name of await readdir(packs)) {
    const each = join(packs, name);
    const used = await stat(each).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (each !== own && used < Date.now() - dayMs) await rm(each, { recursive: true, force: true });
  }
}

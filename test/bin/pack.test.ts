import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const TWO_DAYS = 2 * 86_400;

/** A program as small as one can be, started as the bot is. */
let clone: string;
const packs = () => join(clone, 'node_modules/.cache/backout');

beforeEach(async () => {
  clone = await realpath(await mkdtemp(join(tmpdir(), 'backout-pack-')));
  await cp(join(repository, 'bin'), join(clone, 'bin'), { recursive: true });
  for (const folder of ['src/cli', 'commands', 'node_modules/@esbuild'])
    await mkdir(join(clone, folder), { recursive: true });
  const linked = ['esbuild', 'tsx', 'get-tsconfig', 'resolve-pkg-maps', 'ulid', '.package-lock.json'];
  const native = (await readdir(join(repository, 'node_modules/@esbuild'))).map((name) => `@esbuild/${name}`);
  for (const name of [...linked, ...native])
    await symlink(join(repository, 'node_modules', name), join(clone, 'node_modules', name)).catch(() => {});
  await writeFile(join(clone, 'package.json'), '{"type":"module"}');
  await writeFile(join(clone, 'src/cli/main.ts'), 'export {};');
});

afterEach(() => rm(clone, { recursive: true, force: true }));

describe('the pack that the bot starts from', () => {
  it('is made at the first start and used at the next', async () => {
    await write('main.ts', `console.log('one', import.meta.url)`);
    const first = await start();
    expect(first.out).toBe(`one file://${clone}/src/main.ts\n`);
    const [made] = await readdir(packs());
    expect(await start()).toEqual(first);
    expect(await readdir(packs())).toEqual([made]);
  });

  it('is never stale', async () => {
    await write('main.ts', `import { word } from './word.js'; console.log(word)`);
    await write('word.ts', `export const word: string = 'old'`);
    expect((await start()).out).toBe('old\n');
    await write('word.ts', `export const word: string = 'new'`);
    expect((await start()).out).toBe('new\n');
  });

  it('is whole for everybody who starts at the same moment', async () => {
    await write('main.ts', `import { ulid } from 'ulid'; console.log(ulid().length)`);
    const ends = await Promise.all([1, 2, 3, 4].map(start));
    expect(ends.map(({ out }) => out)).toEqual(Array(4).fill('26\n'));
    expect(await readdir(packs())).toHaveLength(1);
  });

  it('tells where in the sources an error is', async () => {
    await write('main.ts', `type Word = string;\n\nthrow new Error('oh' satisfies Word)`);
    const { code, err } = await start();
    expect(code).toBe(1);
    expect(err).toContain('src/main.ts:3');
  });

  it('goes when nobody has used it for a day', async () => {
    await write('main.ts', 'console.log(1)');
    await start();
    const [old = ''] = await readdir(packs());
    const past = Date.now() / 1_000 - TWO_DAYS;
    await utimes(join(packs(), old), past, past);
    await write('main.ts', 'console.log(2)');
    await start();
    expect(await readdir(packs())).toHaveLength(1);
    expect(await readdir(packs())).not.toContain(old);
  });
});

describe('the sources run as they are', () => {
  it('where no pack can be written', async () => {
    await writeFile(join(clone, 'node_modules/.cache'), 'a file, where the folder should be');
    await write('main.ts', `const word: string = 'bare'; console.log(word)`);
    expect(await start()).toMatchObject({ code: 0, out: 'bare\n' });
  });

  it('where they cannot be packed, and tell what is wrong with them', async () => {
    await write('main.ts', `import './missing.js'`);
    const { code, err } = await start();
    expect(code).toBe(1);
    expect(err).toContain('missing.js');
  });
});

const write = (file: string, text: string) => writeFile(join(clone, 'src', file), text);

function start(): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['bin/start.js'], { cwd: clone, env: { PATH: process.env.PATH } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s2Text } from '../helpers/plan.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

/** Runs the program as a person would. */
function backout(...args: readonly string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['bin/backout.js', ...args], { cwd: repository }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out + err });
    });
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-check-'));
  await writeFile(join(folder, 'broken.yaml'), s2Text.replace('budget: 1m', 'budgte: 1m'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('npx backout check', () => {
  it('says ok for every plan that comes with the product and exits 0', async () => {
    const { code, out } = await backout('check');
    expect(out).toContain('plans/wechat-backend.yaml: ok, wechat-backend 1.0.0');
    expect(code).toBe(0);
  });

  it('names file, line and column of what is wrong and exits 1', async () => {
    const file = join(folder, 'broken.yaml');
    const { code, out } = await backout('check', file);
    expect(out).toMatch(new RegExp(`^${file}:\\d+:5: schemes\\.a\\.budgte: unknown key budgte; write budget$`, 'm'));
    expect(code).toBe(1);
  });

  it('says the same as JSON', async () => {
    const { code, out } = await backout('check', '--json', 'plans/wechat-backend.yaml', join(folder, 'broken.yaml'));
    const [good, bad] = JSON.parse(out);
    expect(good).toMatchObject({
      valid: true,
      plan: { name: 'wechat-backend', schemes: ['a', 'b', 'c'] },
      problems: [],
    });
    expect(bad).toMatchObject({ valid: false, problems: [expect.anything(), { path: 'schemes.a.budgte' }] });
    expect(code).toBe(1);
  });

  it('names a file that is not there', async () => {
    const { code, out } = await backout('check', join(folder, 'none.yaml'));
    expect(out).toContain('cannot be read: ENOENT');
    expect(code).toBe(1);
  });

  it('checks every plan of a folder that is named, and says when it holds none', async () => {
    const { code, out } = await backout('check', folder, 'plans');
    expect(out).toContain(`${join(folder, 'broken.yaml')}:`);
    expect(out).toContain('plans/shop.yaml: ok');
    expect(code).toBe(1);
    const none = await backout('check', 'bin');
    expect(none).toMatchObject({ code: 1, out: expect.stringContaining('bin:1:1: no plan files in this folder') });
  });

  it('says how it is used when it is used wrongly', async () => {
    expect(await backout('check', '--jsno')).toMatchObject({ code: 2, out: expect.stringContaining("'--jsno'") });
    expect(await backout('check', '--help')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Usage: npx backout check .*\n.*\n {2}--json/),
    });
    expect(await backout('chekc')).toMatchObject({
      code: 2,
      out: expect.stringContaining('there is no command "chekc"'),
    });
  });
});

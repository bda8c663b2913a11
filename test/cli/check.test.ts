import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s2Text } from '../helpers/plan.js';
import { backoutWith } from './run-backout.js';

let folder: string;
const backout = (...args: readonly string[]) => backoutWith({}, ...args);
const english = (...args: readonly string[]) => backout(...args, '--language', 'en');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-check-'));
  await writeFile(join(folder, 'broken.yaml'), s2Text.replace('budget: 1m', 'budgte: 1m'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('npx backout check', () => {
  it('says ok for every plan that comes with the product and exits 0', async () => {
    const { code, out } = await english('check');
    expect(out).toContain('plans/wechat-backend.yaml: ok, wechat-backend 1.0.0, schemes a, b, c');
    expect(code).toBe(0);
  });

  it('names file, line and column of what is wrong and exits 1', async () => {
    const file = join(folder, 'broken.yaml');
    const { code, out } = await english('check', file);
    expect(out).toMatch(new RegExp(`^${file}:\\d+:5: schemes\\.a\\.budgte: unknown key budgte; write budget$`, 'm'));
    expect(code).toBe(1);
  });

  it('says the same in Chinese, which it speaks when nothing else is asked for', async () => {
    const { code, out } = await backout('check', 'plans/wechat-backend.yaml', join(folder, 'broken.yaml'));
    expect(out).toContain('plans/wechat-backend.yaml: 有效，wechat-backend 1.0.0，方案 a, b, c');
    expect(out).toMatch(/broken\.yaml:\d+:5: schemes\.a\.budgte: 没有 budgte 这个键；请写 budget$/m);
    expect(code).toBe(1);
  });

  it('speaks the language of the inventory, even of one that is wrong', async () => {
    const inventory = join(folder, 'backout.txt');
    await writeFile(inventory, 'language: en\nlanguage: [\n');
    const { out } = await backout('check', 'plans/shop.yaml', '--config', inventory);
    expect(out).toContain('plans/shop.yaml: ok, shop');
    expect((await backoutWith({ BACKOUT_CONFIG: inventory }, 'check', 'plans/shop.yaml')).out).toBe(out);
  });

  it('says the same as JSON, with each message in English and in every language', async () => {
    const { code, out } = await backout('check', '--json', 'plans/wechat-backend.yaml', join(folder, 'broken.yaml'));
    const [good, bad] = JSON.parse(out);
    expect(good).toMatchObject({
      valid: true,
      plan: { name: 'wechat-backend', schemes: ['a', 'b', 'c'] },
      problems: [],
    });
    const en = 'unknown key budgte; write budget';
    const messages = { en, 'zh-CN': '没有 budgte 这个键；请写 budget' };
    expect(bad).toMatchObject({
      valid: false,
      problems: [expect.anything(), { path: 'schemes.a.budgte', message: en, messages }],
    });
    expect(code).toBe(1);
  });

  it('names a file that is not there', async () => {
    const file = join(folder, 'none.yaml');
    const { code, out } = await english('check', file);
    expect([code, out]).toEqual([1, `${file}:1:1: the file does not exist; name another, or put it there\n`]);
    expect((await backout('check', file)).out).toBe(`${file}:1:1: 文件不存在；请改写路径，或把文件放到该处\n`);
  });

  it('checks every plan of a folder that is named, and says when it holds none', async () => {
    const { code, out } = await english('check', folder, 'plans');
    expect(out).toContain(`${join(folder, 'broken.yaml')}:`);
    expect(out).toContain('plans/shop.yaml: ok');
    expect(code).toBe(1);
    const none = await english('check', 'bin');
    expect(none).toMatchObject({ code: 1, out: expect.stringContaining('bin:1:1: no plan files in this folder') });
  });

  it('checks the plans of the inventory where no file is named, also of one that is wrong elsewhere', async () => {
    const inventory = join(folder, 'own.txt');
    await writeFile(inventory, 'language: en\nplans: .\nsystems: {}\n');
    const { code, out } = await backoutWith({ BACKOUT_CONFIG: inventory }, 'check');
    expect([code, out]).toEqual([1, expect.stringMatching(`^${join(folder, 'broken.yaml')}:`)]);
    expect(await backout('check', '--config', inventory)).toEqual({ code, out });
    await writeFile(inventory, 'plans: [\n');
    expect(await english('check', '--config', inventory)).toMatchObject({
      code: 2,
      out: expect.stringContaining(`${inventory}:2:1: `),
    });
  });

  it('says how it is used when it is used wrongly', async () => {
    expect(await english('check', '--jsno')).toEqual({
      code: 2,
      out: 'backout check: there is no option --jsno; --help shows all\n',
    });
    expect(await english('check', '--help')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Usage: npx backout check .*\n.*\n {2}--json/),
    });
    expect(await english('chekc')).toMatchObject({
      code: 2,
      out: expect.stringContaining('there is no command "chekc"'),
    });
  });
});

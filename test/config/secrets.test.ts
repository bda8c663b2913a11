import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { SecretSource } from '../../src/config/inventory.js';
import { createSecrets } from '../../src/config.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-secrets-'));
afterAll(() => rm(folder, { recursive: true }));

function secretsOf(source: SecretSource, env: NodeJS.ProcessEnv = {}) {
  const nothing = { channels: [], language: 'en' as const, requesters: [], roles: {}, targets: {}, variables: {} };
  return createSecrets({ systems: [{ name: 'shop', ...nothing, secrets: { KEY: source } }] }, env);
}

async function fileWith(content: string, mode = 0o600): Promise<string> {
  const file = join(folder, 'key');
  await writeFile(file, content);
  await chmod(file, mode);
  return file;
}

const readFrom = (source: SecretSource, env?: NodeJS.ProcessEnv) => secretsOf(source, env).read('shop', 'KEY');

async function textOf(source: SecretSource, env?: NodeJS.ProcessEnv): Promise<string | undefined> {
  const read = await readFrom(source, env);
  return read.ok ? read.value.reveal() : read.failure.detail;
}

describe('a secret', () => {
  it.each([
    ['hunter2!\n', 'hunter2!'],
    ['hunter2!\r\n', 'hunter2!'],
    ['hunter2!\n\n', 'hunter2!\n'],
    ['  hunter2!', '  hunter2!'],
  ])('in the file %j is %j', async (content, text) => {
    expect(await textOf({ file: await fileWith(content) })).toBe(text);
  });

  it('may be readable for a group, as container platforms mount it, and is never shown', async () => {
    const read = await readFrom({ file: await fileWith('hunter2!', 0o440) });

    expect(read.ok).toBe(true);
    expect(inspect(read, { depth: 9 }) + JSON.stringify(read)).not.toContain('hunter2');
  });

  it('comes from the environment as well, and is read anew each time', async () => {
    const env: NodeJS.ProcessEnv = { SHOP_KEY: 'hunter2!' };
    const secrets = secretsOf({ env: 'SHOP_KEY' }, env);
    await secrets.read('shop', 'KEY');
    env.SHOP_KEY = 'changed!';

    const read = await secrets.read('shop', 'KEY');
    expect(read.ok && read.value.reveal()).toBe('changed!');
  });

  it.each([
    [0o604, 'run: chmod 600'],
    [0o602, 'run: chmod 600'],
  ])('in a file of mode %o is refused', async (mode, advice) => {
    expect(await textOf({ file: await fileWith('hunter2!', mode) })).toContain(advice);
  });

  it.each([
    ['', 'it is empty'],
    ['\n', 'it is empty'],
    ['12345\n', 'it is shorter than 6 characters'],
  ])('in the file %j is refused: %s', async (content, reason) => {
    expect(await readFrom({ file: await fileWith(content) })).toEqual({
      ok: false,
      failure: { code: 'secret.missing', at: 'shop/KEY', detail: reason },
    });
  });

  it('in a pipe is refused at once', async () => {
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    expect(await textOf({ file: join(folder, 'pipe') })).toContain('is not a file');
  });

  it('that is nowhere is missing', async () => {
    expect(await textOf({ env: 'SHOP_KEY' })).toBe('the environment variable SHOP_KEY is not set');
    expect(await textOf({ file: join(folder, 'gone') })).toContain('gone does not exist; write the secret into it');
    expect(await textOf({ file: folder })).toContain('is not a file');
    expect(await secretsOf({ env: 'X' }).read('shop', 'OTHER')).toMatchObject({ failure: { code: 'secret.missing' } });
    expect(await secretsOf({ env: 'X' }).read('other', 'KEY')).toMatchObject({ failure: { code: 'secret.missing' } });
  });
});

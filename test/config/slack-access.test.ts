import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readListenAt } from '../../src/config/listen-at.js';
import { withSecretFiles } from '../../src/config/secret-files.js';
import { readSlackAccess } from '../../src/config/slack-access.js';

const SIGNING = '0123456789abcdef0123456789abcdef';
const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: SIGNING, PORT: '3000' };

const folder = await mkdtemp(join(tmpdir(), 'backout-secrets-'));
afterAll(() => rm(folder, { recursive: true }));

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  const reading = readSlackAccess(env);
  return reading.ok ? [] : reading.problems.map(({ place, message }) => `${place}: ${message.en}`);
}

describe('readSlackAccess', () => {
  it('takes Socket Mode unless there is a signing secret, whatever port a platform sets', () => {
    expect(readSlackAccess({ ...SOCKET, PORT: '8080' })).toMatchObject({ value: { transport: { kind: 'socket' } } });
  });

  it('takes HTTP with a signing secret, and needs no app token then', () => {
    const reading = readSlackAccess(HTTP);
    expect(reading).toMatchObject({
      value: { transport: { kind: 'http', listenAt: { host: '0.0.0.0', port: 3000 } } },
    });
    expect(JSON.stringify(reading)).not.toContain(SIGNING);
  });

  it('asks for no port while both are set: which way is meant is not known', () => {
    const read = readSlackAccess({
      ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 'ab'.repeat(16) },
    });
    expect(read.ok ? [] : read.problems.map(({ place }) => place)).toEqual(['SLACK_APP_TOKEN']);
  });

  it('refuses both, and says what to remove for which', () => {
    expect(problemsOf({ ...HTTP, ...SOCKET })).toEqual([
      'SLACK_APP_TOKEN: is set, and so is SLACK_SIGNING_SECRET; remove it for HTTP mode, or the signing secret for Socket Mode',
    ]);
  });

  it('says everything that HTTP mode lacks at once, without repeating a secret', () => {
    const problems = problemsOf({ SLACK_SIGNING_SECRET: 'my-secret-words', PORT: '70000' });
    expect(problems.map((line) => line.split(': ')[0])).toEqual(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'PORT']);
    expect(problems.join()).not.toContain('my-secret');
  });
});

describe('readListenAt', () => {
  it.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }],
    ['[::1]:9464', { host: '::1', port: 9464 }],
    ['localhost:1', { host: 'localhost', port: 1 }],
  ])('reads %s', (text, at) => expect(readListenAt(text, '127.0.0.1')).toEqual(at));

  it.each(['', 'nine', ':9464', '127.0.0.1', '1:2:3', '65536', 'http://a:1', '-1'])('refuses %j', (text) =>
    expect(readListenAt(text, '127.0.0.1')).toBeUndefined(),
  );
});

describe('withSecretFiles', () => {
  it('reads what is named as a file, without the line break at its end', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'xoxb-1\n');
    expect(await withSecretFiles({ SLACK_BOT_TOKEN_FILE: file })).toMatchObject({
      value: { SLACK_BOT_TOKEN: 'xoxb-1' },
    });
  });

  it('says every file that cannot be used', async () => {
    const empty = join(folder, 'empty');
    await writeFile(empty, '\n');
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_BOT_TOKEN_FILE: empty,
      SLACK_APP_TOKEN_FILE: join(folder, 'none'),
      SLACK_SIGNING_SECRET_FILE: empty,
    };
    expect(await withSecretFiles(env)).toMatchObject({
      ok: false,
      problems: [
        { place: 'SLACK_BOT_TOKEN_FILE', message: { en: 'is set, and so is SLACK_BOT_TOKEN; remove one of them' } },
        { place: 'SLACK_APP_TOKEN_FILE', message: { en: expect.stringContaining('does not exist; correct the path') } },
        { place: 'SLACK_SIGNING_SECRET_FILE', message: { en: expect.stringContaining('is empty') } },
      ],
    });
  });
});

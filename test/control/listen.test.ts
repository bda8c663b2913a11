import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../../src/control/desk.js';
import { listenBeside } from '../../src/control/listen.js';
import { reach } from '../../src/control/reach.js';
import { must, noHosts, quiet, type Stand, standUp } from './stand.js';

let stand: Stand;
beforeEach(async () => {
  stand = await standUp();
});
afterEach(() => stand.end());

const socket = () => `${stand.file}.sock`;
/** What is answered to these bytes. */
async function say(bytes: string): Promise<string> {
  const talk = connect(socket());
  talk.setEncoding('utf8');
  let heard = '';
  talk.on('data', (chunk) => {
    heard += chunk;
  });
  talk.on('error', () => undefined);
  talk.end(bytes);
  await once(talk, 'close');
  return heard;
}
const STATUS = '{"ask":"status","language":"en"}\n';

describe('the control socket of a bot', () => {
  it('is for the owner alone, answers, and is gone when the bot has ended in order', async () => {
    const { close } = must(await stand.listen(await stand.open()));
    expect((await stat(socket())).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await say(STATUS))).toEqual({ ok: true, value: { open: [], damaged: [], notes: [] } });
    await close();
    expect(existsSync(socket())).toBe(false);
  });

  it('replaces what a dead bot left', async () => {
    const script = `require('net').createServer().listen(${JSON.stringify(socket())}, () => console.log('up'))`;
    const dead = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(dead.stdout, 'data');
    dead.kill('SIGKILL');
    await once(dead, 'close');
    expect(existsSync(socket())).toBe(true);
    must(await stand.listen(await stand.open()));
    expect(await say(STATUS)).toContain('"ok":true');
  });

  it('never replaces one on which somebody answers', async () => {
    const other = createServer((talk) => talk.on('error', () => undefined).end('other\n'));
    await once(other.listen(socket()), 'listening');
    expect(await stand.listen(await stand.open())).toMatchObject({
      failure: { code: 'port.unusable', at: socket(), detail: 'somebody answers there already' },
    });
    expect(await say('')).toBe('other\n');
    other.close();
  });

  it('says how long its path may be', async () => {
    const file = join(stand.folder, 'x'.repeat(120), 'backout.db');
    const desk = createDesk({
      ...{ store: await stand.open(), journalFile: file, hosts: noHosts },
      ...{ clock: { now: () => 0 }, isBot: true },
    });
    expect(await listenBeside(file, desk, quiet)).toMatchObject({
      failure: { detail: expect.stringMatching(/^a socket's path has at most 10[37] bytes and this one has \d+;/) },
    });
  });

  it('takes nothing but its questions, and goes on answering', async () => {
    must(await stand.listen(await stand.open()));
    const strange = ['\n', 'GET / HTTP/1.1\r\n\r\n', '{"ask":"drop"}\n', '{"ask":"status","language":"en","more":1}\n'];
    for (const bytes of [...strange, '{"ask":"record","run":7}\n', '[]\n', '"status"\n', '{"__proto__":{}}\n']) {
      expect(JSON.parse(await say(bytes))).toMatchObject({ ok: false, failure: { code: 'input.invalid' } });
    }
    expect(await say('')).toBe('');
    expect(await say('x'.repeat(70_000))).toBe('');
    connect(socket()).destroy();
    expect(await say(STATUS)).toContain('"ok":true');
  });

  it('answers many at once', async () => {
    must(await stand.listen(await stand.open()));
    const answers = await Promise.all(Array.from({ length: 12 }, () => say(STATUS)));
    expect(answers.filter((answer) => answer.includes('"ok":true'))).toHaveLength(12);
  });
});

describe('who answers for a journal', () => {
  it('is its bot while one runs, else the file; nobody while there is no file', async () => {
    expect(await reach(stand.file)).toEqual({ kind: 'missing' });
    expect(existsSync(stand.file)).toBe(false);
    const store = await stand.open();
    const { close } = must(await stand.listen(store));
    expect(await reach(stand.file)).toMatchObject({ kind: 'bot' });
    await close();
    await store.journal.close();
    const idle = await reach(stand.file);
    if (idle.kind !== 'idle') throw new Error(idle.kind);
    expect(idle.store.fence).toEqual(store.fence);
    await idle.store.journal.close();
  });

  it('is nobody while the file is held and no socket answers', async () => {
    const store = await stand.open();
    expect(await reach(stand.file, 1)).toEqual({ kind: 'silent', why: `${socket()}: ENOENT` });
    expect(await store.journal.openRuns()).toEqual([]);
  });

  it('waits for a bot that has just begun', async () => {
    const store = await stand.open();
    const reached = reach(stand.file);
    await new Promise((resolve) => setTimeout(resolve, 100));
    must(await stand.listen(store));
    expect(await reached).toMatchObject({ kind: 'bot' });
  });
});

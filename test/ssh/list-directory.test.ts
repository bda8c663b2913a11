import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DirectoryEntry } from '../../src/domain/backup.js';
import { parseListing } from '../../src/ssh/list-directory.js';
import { listingScript } from '../../src/ssh/listing-script.js';
import { type Lab, openLab } from './helpers/remote.js';

let lab: Lab;
let directory: string;
beforeEach(async () => {
  lab = await openLab();
  directory = join(lab.root, "back'ups $(touch pwned)");
  mkdirSync(directory);
});
afterEach(() => lab.close());

async function list(): Promise<readonly DirectoryEntry[]> {
  const listed = await lab.remote.list(lab.target, directory);
  if (!listed.ok) throw new Error(listed.failure.detail);
  return listed.value.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

test('tells name, kind, size and time of each entry', async () => {
  writeFileSync(join(directory, '20260220_120000.db'), '12345');
  utimesSync(join(directory, '20260220_120000.db'), 1_700_000_000, 1_700_000_000.25);
  mkdirSync(join(directory, '.hidden'));
  symlinkSync('/etc', join(directory, 'link'));
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  const entries = await list();
  expect(entries.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    ...['.hidden directory', '20260220_120000.db file', 'link link', 'pipe other'],
  ]);
  expect(entries[1]).toEqual({
    ...{ name: '20260220_120000.db', kind: 'file', bytes: 5, modifiedAt: 1_700_000_000_250 },
  });
});

test('finds nothing in an empty directory', async () => {
  expect(await list()).toEqual([]);
});

test('says why a directory cannot be listed', async () => {
  for (const missing of ['/nowhere at all', '', '-rf']) {
    const listed = await lab.remote.list(lab.target, missing);
    expect(listed).toMatchObject({
      ok: false,
      failure: { code: 'host.command-failed', at: 'web-1', facts: { directory: missing } },
    });
    expect(!listed.ok && listed.failure.detail).toMatch(/cd:|no directory/);
  }
});

const PIECES = [
  '\n',
  ' ',
  "'",
  '"',
  '$(touch pwned)',
  '`',
  '\\',
  '*',
  '?',
  '-rf',
  '--',
  '..',
  '你好',
  '\u202e',
  '\t',
  '|',
  ';',
  '\x1b[31m',
];
const NAME = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 8 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join('').replaceAll(/[/\0]/g, '').toWellFormed())
  .filter((name) => !['', '.', '..'].includes(name) && Buffer.byteLength(name) <= 255);

test.each([
  ['find -printf', false, 1_000],
  ['a loop with stat', true, 150],
])('lists fuzzed names exactly, by %s', async (_title, isPortable, count) => {
  if (isPortable) writeFileSync(join(lab.root, 'bin/find'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const names = [...new Set(fc.sample(NAME, count))].toSorted();
  for (const name of names) writeFileSync(join(directory, name), name);
  const entries = await list();
  expect(entries.map(({ name }) => name)).toEqual(names);
  expect(entries.every(({ name, bytes, kind }) => bytes === Buffer.byteLength(name) && kind === 'file')).toBe(true);
  rmSync(directory, { recursive: true });
});

test.each([
  ['find -printf', false],
  ['a loop with stat', true],
])('tells what the directories in it hold, by %s', async (_title, isPortable) => {
  if (isPortable) writeFileSync(join(lab.root, 'bin/find'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const at = (...names: string[]) => join(directory, ...names);
  mkdirSync(at('20260220_120000', 'deeper'), { recursive: true });
  writeFileSync(at('20260220_120000', 'user_system.py'), '12345');
  writeFileSync(at('20260220_120000', '.env\nx 1 y'), '1');
  writeFileSync(at('20260220_120000', 'deeper', 'unseen'), '');
  mkdirSync(at('-empty'));
  symlinkSync('20260220_120000', at('link'));
  mkdirSync(at('many'));
  for (let number = 0; number < 250; number += 1) writeFileSync(at('many', `${number}`), '');
  const entries = await list();
  const contentsOf = (wanted: string) => entries.find(({ name }) => name === wanted)?.contents;
  expect(contentsOf('20260220_120000')?.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
    ...[
      ['.env\nx 1 y', 'file', 1],
      ['deeper', 'directory', expect.any(Number)],
      ['user_system.py', 'file', 5],
    ],
  ]);
  expect([contentsOf('-empty'), contentsOf('link'), contentsOf('many')?.length]).toEqual([[], undefined, 200]);
});

test.each(['find -printf', 'a loop with stat'])('tells what the account may not read, by %s', (way) => {
  const own = mkdtempSync(join(tmpdir(), 'backout-list-'));
  try {
    mkdirSync(join(own, 'backups'));
    for (const name of ['open.db', 'closed.db']) writeFileSync(join(own, 'backups', name), '12345');
    mkdirSync(join(own, 'backups', 'closed'));
    if (way !== 'find -printf') writeFileSync(join(own, 'find'), '#!/bin/sh\nexit 1\n');
    execFileSync('chmod', ['-R', 'a+rX', own]);
    execFileSync('chmod', ['-f', '755', own, ...(way === 'find -printf' ? [] : [join(own, 'find')])]);
    execFileSync('chmod', ['0', join(own, 'backups/closed.db'), join(own, 'backups/closed')]);
    // Root may read everything.
    const account = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const { text, env } = listingScript(join(own, 'backups'));
    const [command = '', ...args] = [...account, 'sh', '-euc', text];
    const bytes = execFileSync(command, args, { env: { ...env, PATH: `${own}:${process.env.PATH}` } });
    const listed = parseListing(bytes, 'web-1');
    const told = listed.ok ? listed.value.map(({ name, isClosed = false }) => [name, isClosed]) : [];
    expect(Object.fromEntries(told)).toEqual({ 'open.db': false, 'closed.db': true, closed: true });
  } finally {
    execFileSync('chmod', ['-R', 'u+rwX', own]);
    rmSync(own, { recursive: true });
  }
});

test.each([
  ['find -printf', false, 300],
  ['a loop with stat', true, 100],
])('lists fuzzed names in fuzzed directories exactly, by %s', async (_title, isPortable, count) => {
  if (isPortable) writeFileSync(join(lab.root, 'bin/find'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const names = [...new Set(fc.sample(NAME, count))].toSorted();
  const folders = [...new Set(fc.sample(NAME, 3))].toSorted();
  for (const folder of folders) {
    mkdirSync(join(directory, folder));
    for (const name of names.slice(0, 150)) writeFileSync(join(directory, folder, name), name);
  }
  const entries = await list();
  expect(entries.map(({ name }) => name)).toEqual(folders);
  for (const { contents } of entries) {
    expect(contents?.map(({ name, bytes }) => [name, bytes])).toEqual(
      names.slice(0, 150).map((name) => [name, Buffer.byteLength(name)]),
    );
  }
});

test('does not know what a directory holds when the host did not tell all of it', () => {
  const entries = ['a', 'b', 'c', 'd'].map((name) => `+ d 0 1700000000 ${name}\0`).join('');
  const contentsIn = (rest: string) => {
    const listed = parseListing(Buffer.from(`${entries}\0${rest}`), 'h');
    return listed.ok && listed.value.map(({ contents }) => contents?.map(({ name }) => name));
  };
  expect(contentsIn('f 1 a/x\0f 1 b/y\0\0')).toEqual([['x'], ['y'], [], []]);
  expect(contentsIn('f 1 a/x\0f 1 b/y\0! c\0\0')).toEqual([['x'], ['y'], undefined, []]);
  expect(contentsIn('f 1 a/x\0f 1 b/y\0f 1 b/')).toEqual([['x'], undefined, undefined, undefined]);
  expect(contentsIn('f 1 a/x\0f 1 b/y\0')).toEqual([['x'], undefined, undefined, undefined]);
  expect(contentsIn('')).toEqual([undefined, undefined, undefined, undefined]);
  expect(contentsIn('find: oops\0\0')).toBe(false);
});

test('refuses a listing that is cut or strange', () => {
  expect(parseListing(Buffer.from('- f 1 1700000000 a\0- f 1 17'), 'h')).toMatchObject({ ok: false });
  expect(parseListing(Buffer.from('- f 1 1700000000 a\0'), 'h')).toMatchObject({ ok: false });
  expect(parseListing(Buffer.from('find: oops\n- f 1 1700000000 a\0\0\0'), 'h')).toMatchObject({ ok: false });
  expect(parseListing(undefined, 'h')).toMatchObject({ ok: false });
});

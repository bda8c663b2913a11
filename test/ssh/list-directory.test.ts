import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DirectoryEntry } from '../../src/domain/backup.js';
import { parseListing } from '../../src/ssh/list-directory.js';
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

test('refuses a listing that is cut or strange', () => {
  expect(parseListing(Buffer.from('f 1 1700000000 a\0f 1 17'), 'h')).toMatchObject({ ok: false });
  expect(parseListing(Buffer.from('find: oops\nf 1 1700000000 a\0'), 'h')).toMatchObject({ ok: false });
  expect(parseListing(undefined, 'h')).toMatchObject({ ok: false });
});

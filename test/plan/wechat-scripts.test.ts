import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s2Plan } from '../helpers/plan.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backout-log-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the error-log check as a host would. */
function look(log: string): { readonly code: number | null; readonly said: string } {
  const check = s2Plan().schemes[0]?.prechecks.find(({ id }) => id === 'error-log');
  if (check?.kind !== 'command') throw new Error('the plan has no such check');
  const end = spawnSync('sh', ['-eu', '-c', check.run], { env: { ...process.env, ERROR_LOG: log }, encoding: 'utf8' });
  return { code: end.status, said: end.stdout };
}

function logOf(text: string): string {
  const file = join(folder, 'error.log');
  writeFileSync(file, text);
  return file;
}

test('an error log that cannot be read is no clean one', () => {
  const missing = join(folder, 'none.log');
  expect(look(missing)).toEqual({ code: 2, said: `cannot read ${missing}\n` });
  const directory = join(folder, 'logs');
  mkdirSync(directory);
  expect(look(directory)).toEqual({ code: 2, said: `cannot read ${directory}\n` });
});

test('a clean error log passes, an empty one too', () => {
  expect(look(logOf('INFO started\n'))).toEqual({ code: 0, said: '0\n' });
  expect(look(logOf(''))).toEqual({ code: 0, said: '0\n' });
});

test('errors among the last 100 lines fail, with the last three shown and counted', () => {
  const errors = Array.from({ length: 5 }, (_, n) => `ERROR ${n}\n`).join('');
  expect(look(logOf(`${errors}INFO\n`))).toEqual({ code: 1, said: 'ERROR 2\nERROR 3\nERROR 4\n5\n' });
  expect(look(logOf(`${errors}${'INFO\n'.repeat(100)}`))).toEqual({ code: 0, said: '0\n' });
});

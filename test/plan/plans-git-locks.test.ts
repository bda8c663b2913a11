import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CommandCheck } from '../../src/domain/check.js';
import { readPlan } from '../../src/plan/read-plan.js';

/** What is asked of a work tree before a run, by plan, scheme and check. */
const asked = ['partytix', 'shop', 'wechat-backend'].flatMap((name) => {
  const reading = readPlan(readFileSync(new URL(`../../plans/${name}.yaml`, import.meta.url), 'utf8'), 'x');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.plan.schemes.flatMap(({ key, prechecks }) =>
    prechecks
      .filter((check): check is CommandCheck => check.kind === 'command' && /\bgit\b.*\bstatus\b/.test(check.run))
      .map((check) => [`${name} ${key} ${check.id}`, check.run] as const),
  );
});

it('finds the pre-checks that look at a work tree', () => {
  expect(new Set(asked.map(([name]) => name.split(' ')[0]))).toEqual(new Set(['partytix', 'shop', 'wechat-backend']));
});

it.each(asked)('%s reads a repository that somebody may be working in, and locks nothing', (_name, text) => {
  const folder = mkdtempSync(join(tmpdir(), "work tree of 'ops' "));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...words], { encoding: 'utf8' });
  writeFileSync(join(folder, 'app.js'), 'fine\n');
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  // Nothing changed, but git must read the file to know: it would write that down.
  utimesSync(join(folder, 'app.js'), 1_700_000_000, 1_700_000_000);
  const index = () => readFileSync(join(folder, '.git/index'), 'base64');
  const before = index();
  const places = { APP_DIR: folder, FRONTEND_DIR: folder, BACKEND_DIR: folder, BACKUP_CODE_DIGEST: 'another' };
  execFileSync('sh', ['-euc', text], { env: { ...process.env, ...places }, stdio: 'pipe' });
  expect(index()).toBe(before);
  // What it does without that.
  git('status', '--porcelain');
  expect(index()).not.toBe(before);
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { coverageFaults, coverageReport, seedItems } from '../../src/plan/coverage.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { type Edit, edited, texts, type Which } from './broken-copies.js';

const folder = new URL('../../plans/', import.meta.url);

const items = seedItems(parse(readFileSync(new URL('../../docs/seed-items.yaml', import.meta.url), 'utf8')));

function planOf(text: string) {
  const reading = readPlan(text, 'x');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.plan;
}

/** Every plan that comes with the product. */
const written = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const plans = () => written.map(planOf);

/** What is wrong besides once pieces of one plan are others. */
function faultsAfter(which: Which, ...edits: readonly Edit[]): readonly string[] {
  const others = written.filter((text) => text !== texts[which]);
  const before = coverageFaults(plans(), items);
  const after = coverageFaults([edited(which, edits), ...others].map(planOf), items);
  return after.filter((fault) => !before.includes(fault));
}

/** How many items each document has. */
const counts = { S1: 73, S2: 103, S3: 94, S4: 49, S5: 80 };

it('knows every item of the documents', () => {
  const wanted = Object.entries(counts).flatMap(([seed, count]) =>
    Array.from({ length: count }, (_, index) => `${seed}.${index + 1}`),
  );
  expect(items.map(({ item }) => item)).toEqual(wanted);
});

it('finds every item of the documents in the plans, under its own type', () => {
  expect(coverageFaults(plans(), items)).toEqual([]);
});

it('docs/seed-coverage.md says where (npx vitest run test/plan -u writes it anew)', async () => {
  await expect(coverageReport(plans(), items)).toMatchFileSnapshot('../../docs/seed-coverage.md');
});

it('misses what is placed nowhere; comments do not count', () => {
  expect(faultsAfter('wechat', ['cites: [S2.72]', '# S2.72'])).toEqual(['S2.72 is placed nowhere']);
});

it('takes a reason instead', () => {
  const reason = 'leftOut: [{ item: S2.72, reason: no database }]\nhistory:';
  expect(faultsAfter('wechat', ['cites: [S2.72]', '# S2.72'], ['history:', reason])).toEqual([]);
});

it('refuses an item that does not exist', () => {
  expect(faultsAfter('wechat', ['cites: [S2.72]', 'cites: [S2.72, S2.720]'])).toEqual([
    expect.stringMatching(/^wechat-backend: schemes\.a\.checks\.database cites S2\.720, which does not exist$/),
    expect.stringContaining('schemes.b'),
    expect.stringContaining('schemes.c'),
  ]);
});

it('refuses a step that is only checked', () => {
  expect(faultsAfter('wechat', ['cites: [S2.72]', 'cites: [S2.72, S2.43]'])).toContainEqual(
    'wechat-backend: schemes.a.checks.database cites S2.43, of type X; such an element carries V, H',
  );
});

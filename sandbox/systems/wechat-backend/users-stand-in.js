// A stand-in for the users of the wechat backend: two wishes a second. Three in four start a diagnosis and wait for its
// report, one reads an old report. What became of the last of each is kept in a file, for whoever looks from outside.
import { renameSync, writeFileSync } from 'node:fs';

const [base, oldReport, outcomeFile] = process.argv.slice(2);
const everyMs = 500;
const patienceMs = 2_500;
const maxAtOnce = 6;
const brands = ['海棠茶铺', '青禾家居', '云朵书房', '山前咖啡'];

let count = 0;
let atOnce = 0;
const newest = {};

setInterval(() => {
  if (atOnce < maxAtOnce) void wish(count++);
}, everyMs);

async function wish(index) {
  atOnce += 1;
  if (index % 4 === 3) await keepOutcome('oldReport', readReport(oldReport));
  else await keepOutcome('diagnosis', diagnose(brands[index % brands.length]));
  atOnce -= 1;
}

/** Wishes may end out of order; the one begun last counts. */
async function keepOutcome(kind, wished) {
  const begunAt = Date.now();
  const outcome = await wished.then(
    () => ({ begunAt, ok: true }),
    (error) => ({ begunAt, ok: false, reason: error.message }),
  );
  if (begunAt < (newest[kind]?.begunAt ?? 0)) return;
  newest[kind] = outcome;
  writeFileSync(`${outcomeFile}.new`, JSON.stringify(newest));
  renameSync(`${outcomeFile}.new`, outcomeFile);
}

async function diagnose(brand) {
  const body = { brand_list: [brand], selectedModels: [{ name: 'deepseek', checked: true }], custom_question: '测试' };
  const { execution_id: id } = await ask('/api/perform-brand-test', { method: 'POST', body: JSON.stringify(body) });
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const { status } = await ask(`/api/diagnostic/tasks/${id}/status`);
    if (status === 'failed') throw new Error('diagnosis failed');
    if (status === 'completed') return readReport(id);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('stuck in processing');
}

async function readReport(id) {
  const { report } = await ask(`/api/diagnostic/tasks/${id}/report`);
  if (!report.summary) throw new Error('empty report');
}

async function ask(path, init = {}) {
  const response = await fetch(base + path, { ...init, signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`${path.split('/').at(-1)}: HTTP ${response.status}`);
  return response.json();
}

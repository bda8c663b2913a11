import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { main } from '../../src/cli/main.js';
import { closeDatabase, openDatabase } from '../../src/store/open-database.js';
import type { Store } from '../../src/store/open-journal.js';
import { recordOf } from '../../src/view/record.js';
import { must, type Stand, standUp, write } from '../control/stand.js';
import { approved, closed, exited, play, prechecked, requested, STEPS, started, verified } from '../helpers/story.js';
import { told } from '../helpers/whole-plans.js';

let stand: Stand;
let store: Store;
const RUN = '20261120-7kq2m';
const OPEN = '20261120-open1';
const ended = [
  ...[requested(), ...prechecked(), approved()],
  ...STEPS.flatMap((step) => [started(step), exited(step, 0, '{"ok":true}')]),
  ...[...verified(), closed('succeeded')],
];
const after = [told({ remarks: '发布前没有演练' })];

beforeEach(async () => {
  stand = await standUp();
  store = await stand.open();
  await write(store, RUN, ...ended, ...after);
  await write(store, OPEN, requested({ runId: OPEN }), ...prechecked(), approved(), started(STEPS[0]));
  await inventory('./backout.db');
});
afterEach(() => stand.end());

async function inventory(journal: string): Promise<void> {
  const app = { host: '10.0.0.5', user: 'deploy', key: './id', knownHosts: './known_hosts' };
  const systems = { 'wechat-backend': { channels: ['C0INCIDENT'], roles: {}, targets: { app } } };
  const written = { environment: 'test', language: 'en', journal, plans: './plans', systems };
  await writeFile(join(stand.folder, 'backout.yaml'), stringify(written));
}

async function backout(...args: readonly string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const code = await main([...args, '--config', join(stand.folder, 'backout.yaml')], (line) => lines.push(line));
  return { code, out: `${lines.join('\n')}\n` };
}

/** Once with a bot that answers, once with the file alone. */
const places = [
  ['through the running bot', async () => void must(await stand.listen(store))],
  ['from the file while no bot runs', () => store.journal.close()],
] as const;

describe.each(places)('%s', (where, settle) => {
  beforeEach(settle);

  it('status tells what is open, what holds the system, and what comes next', async () => {
    const { code, out } = await backout('status');
    expect(code).toBe(0);
    expect(out).toContain(where.includes('bot runs') ? 'No Backout runs here' : 'Backout runs here.');
    expect(out).toContain(
      `Open runs: 1\n\nwechat-backend · a · ${OPEN}\n  Running its steps, last moved 2026-11-20 03:12:07`,
    );
    expect(out).toContain('Holds the system since 2026-11-20 03:12:06 UTC+08:00');
    expect(out).toContain('Asked for by U0ZHAO6, 2026-11-20 03:12:00 UTC+08:00: 诊断任务卡死');
    const json = JSON.parse((await backout('status', '--json')).out);
    expect(json).toMatchObject({ open: [{ run: OPEN, phase: 'running', scheme: 'a' }], damaged: [], notes: [] });
    expect((await backout('status', '--language', 'zh-CN')).out).toContain('未结束的回滚：1 个');
  });

  it('audit finds all as it was written, and a posted hash in its chain', async () => {
    expect(await backout('audit', 'verify')).toEqual({
      code: 0,
      out: `✓ As it was written: runs: 2, events: ${ended.length + 1 + 8}, notes of operators: 0.\n`,
    });
    const { out } = await backout('record', RUN, '--events', String(ended.length));
    const hash = /`([0-9a-f]{64})`（共 (\d+) 条事件）/.exec(out);
    expect(Number(hash?.[2])).toBe(ended.length);
    expect(await backout('audit', 'verify', RUN, '--anchor', hash?.[1] ?? '')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`after ${ended.length} events; 1 event came after that record was posted.`),
    });
    const newest = /ends with ([0-9a-f]{64})/.exec((await backout('audit', 'verify', RUN)).out)?.[1] ?? '';
    expect((await backout('audit', 'verify', RUN, '--anchor', newest.toUpperCase())).out).toContain(
      'exactly this hash',
    );
    expect(await backout('audit', 'verify', OPEN, '--anchor', newest)).toMatchObject({
      code: 1,
      out: expect.stringContaining('✗ The hash is nowhere in the chain of this run'),
    });
  });

  it('record prints the very bytes that the view gave when the run ended, and after it was completed', async () => {
    expect((await backout('record', RUN, '--events', String(ended.length))).out).toBe(withRealHash(play(...ended)));
    const completed = await backout('record', RUN);
    expect(completed).toMatchObject({ code: 0, out: expect.stringContaining('发布前没有演练') });
    expect((await backout('record', RUN, '--language', 'en')).out).toContain('# Rollback record');
    expect(await backout('record', OPEN)).toMatchObject({ code: 1, out: expect.stringContaining('has not ended yet') });
    expect(await backout('record', 'none')).toMatchObject({ code: 1, out: expect.stringContaining('has no run none') });
    expect(await backout('record', RUN, '--events', '99')).toMatchObject({ code: 1 });
  });
});

/** The record with the hash that the journal has at that place. */
function withRealHash(state: ReturnType<typeof play>): string {
  return recordOf({ ...state, hash: headAfter(ended.length) });
}
let heads: readonly string[] = [];
beforeEach(async () => {
  heads = (await store.journal.read(RUN)).map(({ hash }) => hash);
});
const headAfter = (count: number) => heads[count - 1] ?? '';

describe('a journal that was changed', () => {
  it.each([
    [
      `delete from events where run_id = '${RUN}' and seq = 3`,
      `Run ${RUN}, event 3: event 4 stands in its place`,
      '此处是第 4 条事件',
    ],
    [
      `update events set body = replace(body, '卡死', '正常') where seq = 0 and run_id = '${RUN}'`,
      `Run ${RUN}, event 0: its content does not match its hash`,
      '内容与哈希不符',
    ],
    [
      `delete from events where run_id = '${OPEN}' and seq = 7`,
      `Run ${OPEN}, event 7: 7 are there, 8 were written`,
      '应有 8 条，实有 7 条',
    ],
    [`delete from runs where run_id = '${OPEN}'`, 'List of runs: run number 2 of 2 is not there', '第 2 个回滚不在了'],
  ])('is found: %s', async (change, said, inChinese) => {
    await store.journal.close();
    const db = await openDatabase(stand.file);
    await sql`pragma foreign_keys = off`.execute(db);
    await sql.raw(change).execute(db);
    await closeDatabase(db);
    expect(await backout('audit', 'verify')).toMatchObject({ code: 1, out: expect.stringContaining(`✗ ${said}`) });
    expect((await backout('audit', 'verify', '--language', 'zh-CN')).out).toContain(inChinese);
  });
});

it('says how it is used when it is used wrongly, and that there is no journal', async () => {
  for (const args of [
    ['audit'],
    ['audit', 'verify', 'a', 'b'],
    ['audit', 'verify', '--anchor', 'ab'.repeat(32)],
    ['record'],
    ['status', 'x'],
  ])
    expect(await backout(...args)).toMatchObject({ code: 2 });
  expect(await backout('audit', 'verify', RUN, '--anchor', 'abc')).toMatchObject({
    code: 2,
    out: expect.stringContaining('64'),
  });
  await inventory('./none.db');
  expect(await backout('status')).toMatchObject({ code: 2, out: expect.stringContaining('none.db') });
});

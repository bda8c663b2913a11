import { afterAll, beforeAll, expect, it } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { backoutWith } from '../cli/run-backout.js';
import { answer, WECHAT_ANSWERS } from './walk.js';

// S2's scheme A as people live through it, each part standing on the one before.
let stage: Stage;
const CHANNEL = 'C0INCIDENT';
const [OPS, DIRECTOR, CTO, GUEST] = ['赵六', '李四', '张三', 'U0GUEST'];

beforeAll(async () => {
  stage = await raiseStage({ systems: ['wechat-backend'] });
}, 90_000);
afterAll(() => stage?.close());

const card = async () =>
  (await stage.people.messages(OPS, CHANNEL)).find(({ metadata }) => JSON.stringify(metadata ?? {}).includes('"card"'));
const cardWith = (words: string, timeoutMs = 60_000) =>
  stage.people.waitFor(async () => ((await card())?.plain.includes(words) ? card() : undefined), {
    what: `the card to say ${words}`,
    timeoutMs,
  });

it('lists the backups newest first, with a reason for each that cannot be used', async () => {
  await stage.people.slash(OPS, 'list-backups');
  const { plain, isEphemeral } = await stage.people.waitForMessage(OPS, CHANNEL, 'wechat-backend 的备份');
  expect(isEphemeral).toBe(true);
  const names = [...plain.matchAll(/(?:diagnosis|pre_rollback_backup)_(\d{8}_\d{6})\.db/g)].map(
    (match) => match[1] ?? '',
  );
  const listed = names.slice(1);
  expect(listed).toEqual([...listed].sort().reverse());
  for (const reason of ['文件是空的', '太旧', '以前回滚时留下的副本', '✅ 可用', 'README.txt'])
    expect(plain).toContain(reason);
});

it('asks for severity, reason and impact, and checks before anybody is asked', async () => {
  await stage.people.slash(OPS, 'scheme-a');
  await stage.people.waitForModal(OPS);
  const empty = await stage.people.submit(OPS, { 原因: ' ', 影响: ' ' }).catch((error: Error) => error.message);
  expect(JSON.stringify(empty)).toContain('严重程度');
  await stage.people.submit(OPS, { 严重程度: 'P0 立即回滚', 原因: '诊断任务卡死', 影响: '约 60% 用户' });
  const asked = await cardWith('[批准]');
  for (const shown of [
    '$ADMIN_KEY_FILE',
    `deploy@127.0.0.1:${stage.box.port}`,
    '1 分钟',
    'CTO',
    '技术总监',
    '诊断任务卡死',
  ]) {
    expect(asked.plain).toContain(shown);
  }
  expect(asked.plain).not.toContain(stage.system.adminKey);
});

it('explains privately to whoever may not decide', async () => {
  for (const [who, words] of [
    [GUEST, '访客'],
    [OPS, '不是'],
    ['王五', '不是'],
  ] as const) {
    await stage.people.click(who, '批准', { confirm: true });
    const told = await stage.people.waitForMessage(who, CHANNEL, words);
    expect(told.isEphemeral).toBe(true);
  }
  expect((await stage.people.messages(CTO, CHANNEL)).filter(({ isEphemeral }) => isEphemeral)).toEqual([]);
  expect((await stage.system.observe()).diagnosisWorks).toBe(false);
});

it('runs once for two deciders, and the service works again as seen from outside', async () => {
  await Promise.allSettled([
    stage.people.click(DIRECTOR, '批准', { confirm: true }),
    stage.people.click(CTO, '批准', { confirm: true }),
  ]);
  // What only people can tell is asked of them while the machine looks at the rest.
  await answer({ people: stage.people, channel: CHANNEL, answers: WECHAT_ANSWERS });
  const done = await cardWith('回滚成功', 90_000);
  expect(done.plain).not.toMatch(/\[批准\]|\[拒绝\]|\[中止\]/);
  const seen = await stage.system.observe();
  expect(seen).toMatchObject({ version: 'v2.0.0-phase1', diagnosisWorks: true, flags: 'off' });
}, 120_000);

it('files the record in the thread and again on request', async () => {
  const { ts } = (await card()) ?? { ts: '' };
  const withRecord = () => stage.people.files().then((files) => files.find(({ name }) => name.startsWith('record-')));
  const file = await stage.people.waitFor(withRecord, { what: 'the record' });
  const record = await stage.people.file(file.id);
  for (const filled of [
    '- [x] ✅ 回滚成功',
    '- [x] 方案 A：特性开关回滚',
    '诊断任务卡死',
    '@赵六',
    'v2.0.0-phase1',
    '日志最后的哈希',
  ]) {
    expect(record).toContain(filled);
  }
  const thread = await stage.people.thread(OPS, CHANNEL, ts);
  expect(thread.map(({ plain }) => plain).join('\n')).toContain('【回滚通知】');
  const run = /\d{8}-[0-9a-z]{5}/.exec(record)?.[0] ?? '';
  const before = (await stage.people.files()).length;
  await stage.people.slash(OPS, `record ${run}`);
  await stage.people.waitFor(async () => (await stage.people.files()).length > before, { what: 'the record again' });
  const [first, again] = (await stage.people.files()).filter(({ name }) => name.startsWith('record-'));
  expect(await stage.people.file(again?.id ?? '')).toBe(await stage.people.file(first?.id ?? ''));
});

it('gives operators the record anew, byte for byte, and finds its hash in the journal, while the bot runs', async () => {
  const posted = (await stage.people.files()).find(({ name }) => name.startsWith('record-'));
  const record = await stage.people.file(posted?.id ?? '');
  const run = /\d{8}-[0-9a-z]{5}/.exec(record)?.[0] ?? '';
  const backout = (...args: readonly string[]) =>
    backoutWith({ BACKOUT_CONFIG: stage.inventoryFile, TZ: 'Asia/Tokyo' }, ...args);
  expect(await backout('record', run)).toEqual({ code: 0, out: record });
  const hash = /`([0-9a-f]{64})`（共/.exec(record)?.[1] ?? '';
  const verified = await backout('audit', 'verify', run, '--anchor', hash);
  expect(verified).toEqual({ code: 0, out: expect.stringContaining('链正好以这个哈希结尾') });
});

it('keeps every rule of Slack on the way', async () => {
  expect(await stage.people.violations()).toEqual([]);
});

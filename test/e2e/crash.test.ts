import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { answer, WECHAT_ANSWERS } from './walk.js';

// The bot is killed while a step runs on the host, and started again.
let stage: Stage;
let thread: string;
const CHANNEL = 'C0INCIDENT';
const [OPS, DIRECTOR] = ['赵六', '李四'];

beforeAll(async () => {
  stage = await raiseStage({ systems: ['wechat-backend'] });
}, 90_000);
afterAll(() => stage?.close());

const says = (words: string, timeoutMs = 60_000) => stage.people.waitForMessage(OPS, CHANNEL, words, { timeoutMs });

it('links the incident when it is mentioned in a thread', async () => {
  thread = (await stage.people.say(OPS, '诊断全部卡住了', { channel: CHANNEL })).ts;
  await stage.people.mention(OPS, '', { channel: CHANNEL, thread });
  const told = async () => (await stage.people.thread(OPS, CHANNEL, thread)).map(({ plain }) => plain).join('\n');
  await stage.people.waitFor(async () => (await told()).includes('没有正在进行或等待中的回滚'), {
    what: 'an answer in the thread',
  });
});

it('is killed in the middle of the first step, which goes on without it', async () => {
  await stage.people.slash(OPS, 'scheme-a');
  await stage.people.waitForModal(OPS);
  await stage.people.submit(OPS, { 严重程度: 'P0 立即回滚', 原因: '诊断任务卡死', 影响: '约 60% 用户' });
  await says('[批准]');
  await stage.people.click(DIRECTOR, '批准', { confirm: true });
  await waitUntil(async () => (await steps()).length > 0, { what: 'the first step to be claimed on the host' });
  await stage.killBot();
  const ended = async () => readFile(join(await stepFolder(0), 'result'), 'utf8').catch(() => '');
  await waitUntil(async () => (await ended()).startsWith('exited 0'), { what: 'the step to end on its own' });
  // What was delivered with it follows by itself.
  await waitUntil(async () => (await stage.system.observe()).flags === 'off', { what: 'the flags to be switched off' });
});

it('takes the run up where the host says it is, and runs nothing twice', async () => {
  await stage.startBot();
  await answer({ people: stage.people, channel: CHANNEL, answers: WECHAT_ANSWERS });
  await says('回滚成功', 90_000);
  // What is kept for an undo is a step of its own.
  expect(await steps()).toHaveLength(3);
  expect(await stage.system.observe()).toMatchObject({ version: 'v2.0.0-phase1', diagnosisWorks: true });
  const file = await stage.people.waitFor(
    async () => (await stage.people.files()).find(({ name }) => name.startsWith('record-')),
    { what: 'the record' },
  );
  expect(await stage.people.file(file.id)).toContain('重启后继续的时间');
}, 120_000);

it('told the incident thread who approved it and how it ended, each once', async () => {
  const told = async () => (await stage.people.thread(OPS, CHANNEL, thread)).map(({ plain }) => plain).join('\n');
  await stage.people.waitFor(async () => (await told()).includes('回滚成功'), { what: 'the end to be told' });
  // Posts that the bot could make only after the end are left out: the headline says what is true.
  expect(await told()).toContain('批准人：');
  for (const words of ['已批准，开始回滚', '步骤已全部完成'])
    expect((await told()).split(words).length).toBeLessThan(3);
  expect(await stage.people.violations()).toEqual([]);
});

const stepsFolder = () => join(stage.box.root, 'home/deploy/.backout/steps');
const steps = () => readdir(stepsFolder()).catch(() => []);
const stepFolder = async (index: number) => join(stepsFolder(), (await steps())[index] ?? 'none');

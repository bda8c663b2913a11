import { afterEach, expect, it } from 'vitest';
import { awaiting } from './projecting.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

/** A thread in which people talk. */
async function talk(text = '诊断任务全部卡死'): Promise<string> {
  return (await theatre.people.say('王五', text, { channel: INCIDENT })).ts;
}

/** Mentions Backout in a thread and waits for so many answers; what the thread then says. */
async function mention(who: string, text: string, thread: string, answers: number): Promise<string> {
  const { people } = theatre;
  const before = (await people.thread('李四', INCIDENT, thread)).length;
  await people.mention(who, text, { channel: INCIDENT, thread });
  const said = await people.waitFor(async () => {
    const all = await people.thread('李四', INCIDENT, thread);
    return all.length === before + 1 + answers && all;
  });
  return said
    .slice(before + 1)
    .map(({ plain }) => plain)
    .join('\n');
}

const linked = () => theatre.asked.map(({ input }) => (input as { thread: string }).thread);

it('links the thread of the first mention, once, and answers there', async () => {
  theatre = await stage();
  const thread = await talk();
  expect(await mention('赵六', '@Backout', thread, 2)).toMatch(/已关联[\s\S]*没有正在进行/);
  expect(theatre.asked).toMatchObject([
    { call: 'linkIncident', input: { channel: INCIDENT, thread, linkedBy: 'U0ZHAO6' } },
  ]);
  expect(await mention('赵六', '@Backout help', thread, 1)).not.toContain('已关联');
  expect(linked()).toEqual([thread]);
});

it('answers in another thread, says where the incident is linked, and moves it when asked to', async () => {
  theatre = await stage();
  const [first, second] = [await talk(), await talk('另一件事')];
  await mention('赵六', '@Backout', first, 2);
  const said = await mention('赵六', '@Backout status', second, 2);
  expect(said).toMatch(/没有正在进行[\s\S]*已关联到另一个消息列[\s\S]*@Backout link/);
  expect(said).toContain('打开那个消息列');
  expect(linked()).toEqual([first]);
  expect(await mention('李四', '@Backout link', second, 1)).toContain('已关联本故障消息列');
  expect(linked()).toEqual([first, second]);
  // Whoever reads on in the thread that was linked before finds the way.
  const left = await theatre.people.waitFor(async () => {
    const last = (await theatre.people.thread('李四', INCIDENT, first)).at(-1)?.plain ?? '';
    return last.includes('已改为关联另一个消息列') && last;
  });
  expect(left).toContain('打开那个消息列');
  expect(await mention('李四', '@Backout 关联', second, 1)).toContain('就是这个故障消息列');
  expect(await mention('赵六', '@Backout status', second, 1)).not.toContain('另一个');
});

it('says it in words when Slack does not tell the address', async () => {
  theatre = await stage();
  const [first, second] = [await talk(), await talk('另一件事')];
  await mention('赵六', '@Backout', first, 2);
  await theatre.people.fault({ method: 'chat.getPermalink', kind: 'error', error: 'channel_not_found' });
  const said = await mention('赵六', '@Backout status', second, 2);
  expect(said).toContain('已关联到另一个消息列');
  expect(said).not.toContain('打开');
});

it('never links the thread of a run', async () => {
  theatre = await stage();
  const { people, show, store } = theatre;
  show(awaiting);
  const card = await people.waitForMessage('李四', INCIDENT, '[批准');
  await people.waitFor(async () => store.find(awaiting.id, 'call:decide'));
  expect(await mention('赵六', '@Backout status', card.ts, 1)).toContain(awaiting.id);
  expect(await mention('赵六', '@Backout link', card.ts, 1)).toContain('只能关联故障消息列');
  expect(theatre.asked).toEqual([]);
});

it('links nothing for a mention in the channel itself', async () => {
  theatre = await stage();
  const { people } = theatre;
  for (const text of ['@Backout', '@Backout link']) {
    const { ts } = await people.mention('赵六', text, { channel: INCIDENT });
    await people.waitFor(async () => (await people.thread('李四', INCIDENT, ts)).length === 2);
  }
  await people.slash('赵六', 'link');
  expect(await people.waitForMessage('赵六', INCIDENT, '只能关联')).toMatchObject({ isEphemeral: true });
  expect(theatre.asked).toEqual([]);
});

it.each(['', 'status', 'link', 'help'])('links nothing for a guest who says %s', async (text) => {
  theatre = await stage();
  const said = await mention('访客', `@Backout ${text}`, await talk(), 1);
  expect(said).toContain(text === 'help' ? '@Backout status' : '⚠️');
  expect(theatre.asked).toEqual([]);
});

it('asks for a rollback on behalf of the thread it is asked in, else of the linked incident', async () => {
  theatre = await stage();
  const { people } = theatre;
  const [first, second] = [await talk(), await talk('另一件事')];
  await mention('赵六', '@Backout', first, 2);
  await mention('赵六', '@Backout scheme-a', second, 2);
  await people.click('赵六', '填写申请');
  const modal = await people.waitForModal('赵六');
  expect(JSON.parse(modal.privateMetadata)).toMatchObject({ incident: { channel: INCIDENT, thread: second } });
  await people.slash('李四', 'scheme-a');
  const other = await people.waitForModal('李四');
  expect(JSON.parse(other.privateMetadata)).toMatchObject({ incident: { channel: INCIDENT, thread: first } });
});

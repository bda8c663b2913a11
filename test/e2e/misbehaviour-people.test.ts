import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { CHANNEL, type GatedStage, raiseGated } from '../helpers/slack-gated.js';
import { shownOf } from '../helpers/slack-shown.js';
import { DIRECTOR, OPS } from './walk.js';

// Deliveries, messages and channels go wrong in the middle of a rollback: nobody's click or words are lost untold.
let gated: GatedStage;
let shown: ReturnType<typeof shownOf>;
beforeAll(async () => {
  gated = await raiseGated();
  shown = shownOf(gated);
}, 90_000);
afterAll(() => gated?.close());
afterEach(async () => {
  await gated.people.clearFaults();
  await gated.reset();
});

/** A rollback whose first step has begun. */
async function runningRollback(): Promise<void> {
  await gated.ask();
  await gated.approve();
  await gated.untilBegun('first');
}

async function finish(): Promise<void> {
  await gated.open('first', 'second', 'check');
  await gated.answer();
  await shown.endedOnce();
}

const connected = (count: number) =>
  gated.people.waitFor(async () => (await gated.people.connections()) === count, { timeoutMs: 20_000 });
const told = (who: string, words: string) => gated.people.waitForMessage(who, CHANNEL, words, { timeoutMs: 10_000 });

it('hears every command while its connections are refreshed and dropped', async () => {
  const { people } = gated;
  await connected(2);
  await runningRollback();
  const before = (await people.messages(OPS, CHANNEL)).filter(({ isEphemeral }) => isEphemeral).length;
  for (const reason of ['warning', 'refresh_requested'] as const) {
    await people.refreshSocket(reason);
    expect(await people.slash(OPS, 'status', { channel: CHANNEL })).toMatchObject({ ok: true });
  }
  await people.dropSockets();
  await connected(2);
  expect(await people.slash(OPS, 'status', { channel: CHANNEL })).toMatchObject({ ok: true });
  const answers = async () => (await people.messages(OPS, CHANNEL)).filter(({ isEphemeral }) => isEphemeral);
  await people.waitFor(async () => (await answers()).length === before + 3, { what: 'three answers' });
  await finish();
}, 90_000);

it('connects again when Slack says that there are too many connections', async () => {
  const { people } = gated;
  await runningRollback();
  await people.fault({ kind: 'too-many-sockets', times: 1 });
  await people.dropSockets();
  await people.waitFor(async () => (await people.faults()).faults.length === 0, { timeoutMs: 20_000 });
  await connected(2);
  await finish();
}, 90_000);

it('takes a decision that arrives late, and once', async () => {
  const { people } = gated;
  await gated.ask();
  await people.fault({ kind: 'late', delivery: 'click', seconds: 4 });
  expect(await people.click(DIRECTOR, '批准', { channel: CHANNEL, confirm: true })).toMatchObject({ ok: false });
  await gated.untilBegun('first');
  await finish();
}, 90_000);

it('offers a button when the dialog for the answers does not open', async () => {
  const { people } = gated;
  await runningRollback();
  await gated.open('first', 'second', 'check');
  await shown.cardSays('人工确认（1）');
  await people.fault({ kind: 'expired-trigger' });
  await people.click(OPS, '人工确认（1）', { channel: CHANNEL });
  const offered = await people.waitFor(
    async () =>
      (await people.messages(OPS, CHANNEL)).findLast(
        ({ isEphemeral, plain }) => isEphemeral && plain.includes('[人工确认'),
      ),
    { what: 'the button for the dialog' },
  );
  expect(await people.modal(OPS)).toBeNull();
  await people.click(OPS, '人工确认（1）', { channel: CHANNEL, message: offered.ts });
  await people.waitForModal(OPS);
  await people.submit(OPS, { 用户可以正常使用: '通过' });
  await shown.endedOnce();
}, 90_000);

it('explains a refusal although the response URL is used up', async () => {
  const { people } = gated;
  await gated.ask();
  await people.fault({ kind: 'response-url' });
  await people.click('王五', '批准', { channel: CHANNEL, confirm: true });
  await told('王五', '不是');
  expect((await people.faults()).faults).toEqual([]);
  await gated.approve();
  await gated.untilBegun('first');
  await finish();
}, 90_000);

it('can still be asked in a thread while what only one person sees is lost', async () => {
  const { people } = gated;
  await gated.ask();
  await people.fault({ kind: 'ephemeral-loss' });
  await people.click('王五', '批准', { channel: CHANNEL, confirm: true });
  await people.slash(OPS, 'status', { channel: CHANNEL });
  const { ts } = (await shown.card()) ?? { ts: '' };
  const before = (await people.thread('王五', CHANNEL, ts)).length;
  await people.mention('王五', '@Backout status', { channel: CHANNEL, thread: ts });
  const answered = await people.waitFor(
    async () =>
      (await people.thread('王五', CHANNEL, ts))
        .slice(before + 1)
        .find(({ plain }) => plain.includes('李四') || plain.includes('技术总监')),
    { what: 'who must decide' },
  );
  expect(answered.isEphemeral).toBe(false);
  await gated.approve();
  await gated.untilBegun('first');
  await finish();
}, 90_000);

it('answers an event once that Slack delivers again and again', async () => {
  const { people } = gated;
  await runningRollback();
  await people.fault({ kind: 'duplicate', delivery: 'event' });
  const { ts } = await people.mention(OPS, '@Backout contacts', { channel: CHANNEL });
  await people.waitFor(async () => (await people.thread(OPS, CHANNEL, ts)).length === 2);
  await people.replayEvent();
  await finish();
  expect(await people.thread(OPS, CHANNEL, ts)).toHaveLength(2);
}, 90_000);

it('posts a deleted card anew, with buttons that work', async () => {
  const { people } = gated;
  await gated.ask();
  const { ts } = await shown.cardSays('[批准]');
  await people.deleteMessage(CHANNEL, ts);
  await expect(gated.approve()).rejects.toThrow('no_such_button');
  await people.slash(OPS, 'status', { channel: CHANNEL });
  // A card that waits is looked after every half minute.
  expect((await shown.cardSays('[批准]', 60_000)).ts).not.toBe(ts);
  await gated.approve();
  await gated.untilBegun('first');
  await people.deleteMessage(CHANNEL, (await shown.card())?.ts ?? '');
  await finish();
}, 120_000);

it.each([
  [
    'archived',
    () => gated.people.archive(CHANNEL),
    () => gated.people.unarchive(CHANNEL),
    ['is_inactive', 'is_archived'],
  ],
  ['closed to the bot', () => gated.people.kick(CHANNEL), () => gated.people.invite(CHANNEL), ['not_in_channel']],
] as const)(
  'goes on while its channel is %s, and shows everything afterwards',
  async (_how, close, reopen, errors) => {
    const { people } = gated;
    await runningRollback();
    await close();
    await gated.open('first', 'second', 'check');
    await gated.untilBegun('second');
    const isRefused = async () => (await people.calls()).some(({ error }) => errors.some((each) => each === error));
    await people.waitFor(isRefused, { what: 'Slack to refuse', timeoutMs: 30_000 });
    const isLogged = () => gated.stage.bot.lines.some((line) => errors.some((each) => line.includes(each)));
    await expect.poll(isLogged).toBe(true);
    await reopen();
    await people.slash(OPS, 'status', { channel: CHANNEL });
    await gated.answer();
    await shown.endedOnce();
  },
  120_000,
);

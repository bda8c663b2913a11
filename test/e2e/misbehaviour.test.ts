import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { CHANNEL, type GatedStage, raiseGated } from '../helpers/slack-gated.js';
import { shownOf } from '../helpers/slack-shown.js';
import { DIRECTOR, OPS } from './walk.js';

// Calls go wrong in the middle of a rollback: every step still runs once, and its end is shown once.
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

type Moment = () => Promise<unknown>;

/** A whole rollback; `waiting`, `running` and `verifying` say what happens in its middle. */
async function rollBack({ waiting, running, verifying }: { waiting?: Moment; running?: Moment; verifying?: Moment }) {
  await gated.ask();
  await waiting?.();
  await gated.approve();
  await gated.untilBegun('first');
  await running?.();
  await gated.open('first');
  await gated.untilBegun('second');
  await gated.open('second');
  await verifying?.();
  await gated.open('check');
  await gated.answer();
}

it.each<[string, { waiting?: Moment; running?: Moment; verifying?: Moment }]>([
  ['nothing goes wrong', {}],
  [
    'calls are limited',
    {
      running: () => gated.people.fault({ kind: '429', method: 'chat.update', retryAfter: 1, times: 2 }),
      verifying: () => gated.people.fault({ kind: '429', method: 'chat.postMessage', retryAfter: 1, times: 2 }),
    },
  ],
  ['Slack fails', { running: () => gated.people.fault({ kind: 'http-500', times: 4 }) }],
  [
    'answers of edits are lost',
    { running: () => gated.people.fault({ kind: 'drop-reply', method: 'chat.update', times: 3 }) },
  ],
  ['answers come too late', { running: () => gated.people.fault({ kind: 'slow', method: 'chat.update', seconds: 6 }) }],
  ['there are no plan blocks', { waiting: () => gated.people.fault({ kind: 'no-plan-block' }) }],
  [
    'everything people do arrives twice',
    {
      waiting: () => gated.people.fault({ kind: 'duplicate', times: 1 }),
      verifying: () => gated.people.fault({ kind: 'duplicate', times: 2 }),
    },
  ],
])(
  'ends once when %s',
  async (_what, moments) => {
    await rollBack(moments);
    await shown.endedOnce();
    // All of it came to pass.
    const left = (await gated.people.faults()).faults.filter(({ times }) => times !== undefined);
    expect(left).toEqual([]);
  },
  90_000,
);

it('asks for one rollback when the dialog arrives twice', async () => {
  await gated.people.fault({ kind: 'duplicate', delivery: 'submission' });
  await rollBack({});
  await shown.endedOnce();
}, 60_000);

it('shows the record as text while no upload works', async () => {
  await gated.people.fault({ kind: 'upload-fails' });
  await rollBack({});
  await shown.endedOnce({ record: 'text' });
  const { ts } = (await shown.card()) ?? { ts: '' };
  const said = async () => (await gated.people.thread(OPS, CHANNEL, ts)).map(({ plain }) => plain).join('\n');
  await gated.people.waitFor(async () => (await said()).includes('日志最后的哈希'), { timeoutMs: 20_000 });
  expect((await said()).split('日志最后的哈希')).toHaveLength(2);
}, 90_000);

it('goes on without a token, and shows the end once it has one again', async () => {
  const { people } = gated;
  await gated.ask();
  await gated.approve();
  await gated.untilBegun('first');
  await people.fault({ kind: 'token-revoked' });
  await gated.open('first', 'second', 'check');
  await gated.untilBegun('second');
  await people.waitFor(async () => (await people.calls()).some(({ error }) => error === 'token_revoked'), {
    timeoutMs: 20_000,
  });
  await people.clearFaults();
  await people.slash(DIRECTOR, 'status', { channel: CHANNEL });
  await gated.answer();
  await shown.endedOnce();
}, 90_000);

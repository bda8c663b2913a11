import { afterEach, expect, it } from 'vitest';
import type { BackupList } from '../../src/domain/backup.js';
import { failed, ok } from '../../src/domain/result.js';
import { s2Plan } from '../helpers/plan.js';
import { closed, DIGEST, DIRECTOR, play, prechecked, requested } from '../helpers/story.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, type StageOptions, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const awaiting = play(requested(), ...prechecked());

/** A stage on which the request waits for its decision, buttons in sight. */
async function awaitingDecision(options: StageOptions): Promise<Stage> {
  theatre = await stage(options);
  theatre.show(awaiting);
  await theatre.people.waitForMessage('李四', INCIDENT, '[批准');
  return theatre;
}

it('hands a decision to the engine with the digest that was seen', async () => {
  const { people, asked } = await awaitingDecision({ engine: fakeEngine({ decide: async () => ok(awaiting) }) });
  await people.click('李四', '批准', { confirm: true });
  await people.waitFor(async () => asked.length === 1);
  expect(asked).toEqual([
    { call: 'decide', input: { runId: awaiting.id, verdict: 'approved', by: DIRECTOR, digest: DIGEST } },
  ]);
  expect((await people.messages('李四', INCIDENT)).some(({ isEphemeral }) => isEphemeral)).toBe(false);
});

it('tells the loser of two people who approve at once, and nobody else', async () => {
  let decided = 0;
  const decide = async () => {
    decided += 1;
    const late = failed({ code: 'approval.already-decided' as const, at: awaiting.id, facts: { by: DIRECTOR } });
    return decided === 1 ? ok(awaiting) : late;
  };
  const { people } = await awaitingDecision({ engine: fakeEngine({ decide }) });
  await Promise.all([people.click('李四', '批准', { confirm: true }), people.click('张三', '批准', { confirm: true })]);
  const told = async (who: string) => (await people.messages(who, INCIDENT)).filter((each) => each.isEphemeral);
  await people.waitFor(async () => (await told('李四')).length + (await told('张三')).length === 1);
  expect(decided).toBe(2);
  expect(await told('赵六')).toEqual([]);
});

it('explains to the wrong person alone why they may not', async () => {
  const decide = async () => failed({ code: 'approval.not-decider' as const, at: awaiting.id, facts: {} });
  const { people } = await awaitingDecision({ engine: fakeEngine({ decide }) });
  await people.click('王五', '批准', { confirm: true });
  const told = await people.waitFor(async () =>
    (await people.messages('王五', INCIDENT)).find(({ isEphemeral }) => isEphemeral),
  );
  expect(told.plain).toContain('⚠️');
  expect((await people.messages('李四', INCIDENT)).filter(({ isEphemeral }) => isEphemeral)).toEqual([]);
});

it('tells what became of a run whose old button is pressed', async () => {
  const decide = async () => failed({ code: 'run.closed' as const, at: awaiting.id, facts: { outcome: 'rejected' } });
  const over = play(requested(), ...prechecked(), { type: 'request.expired' }, closed('expired'));
  const run = async () => over;
  const { people } = await awaitingDecision({ engine: fakeEngine({ decide, run }) });
  await people.click('李四', '批准', { confirm: true });
  const told = await people.waitFor(async () =>
    (await people.messages('李四', INCIDENT)).find(({ isEphemeral }) => isEphemeral),
  );
  expect(told.plain).toContain(over.id);
  expect(told.plain).toContain('过期');
});

it('refuses a value that is not ours and a button that nobody handles', async () => {
  const { people, slack, asked, lines } = await awaitingDecision({});
  const card = slack.state.messages.find(({ blocks }) => JSON.stringify(blocks).includes('"approve"'));
  const forge = (change: Record<string, string>) => {
    const walk = (node: unknown): unknown => {
      if (Array.isArray(node)) return node.map(walk);
      if (typeof node !== 'object' || node === null) return node;
      const walked = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)]));
      return 'action_id' in walked && walked.type === 'button' ? { ...walked, ...change } : walked;
    };
    if (card) card.blocks = walk(card.blocks) as typeof card.blocks;
  };
  forge({ value: '["x","y","z"]' });
  await people.click('李四', '批准', { confirm: true });
  await people.waitForMessage('李四', INCIDENT, '已失效');
  forge({ action_id: 'launch-missiles' });
  await people.click('张三', '批准', { confirm: true });
  await people.waitForMessage('张三', INCIDENT, '已失效');
  expect(asked).toEqual([]);
  expect(lines).toContainEqual(expect.objectContaining({ action: 'launch-missiles' }));
});

it('tells the person when something breaks inside', async () => {
  const decide = () => Promise.reject(new Error('disk on fire'));
  const { people, lines } = await awaitingDecision({ engine: fakeEngine({ decide }) });
  await people.click('李四', '批准', { confirm: true });
  const told = await people.waitForMessage('李四', INCIDENT, '编号');
  expect(told).toMatchObject({ isEphemeral: true });
  const reference = /编号：(\w+)/.exec(told.plain)?.[1];
  expect(lines).toContainEqual(expect.objectContaining({ level: 50, reference }));
});

const WHOLE = { isStale: false, isDeployed: false, contents: [], missing: [] };

it('shows the details of a backup and shares the list', async () => {
  const [source] = s2Plan().backups;
  const backup = {
    path: '/data/backups/b',
    takenAt: Date.now() - 3_600_000,
    age: 3_600_000,
    bytes: 5_000_000,
    ...WHOLE,
  };
  const lists: readonly BackupList[] = source
    ? [
        {
          ...{ source, places: [{ host: 'app', directory: '/data/backups' }], checkedAt: Date.now(), ignored: [] },
          backups: [{ name: 'b<!channel>', ...backup }],
        },
      ]
    : [];
  theatre = await stage({ engine: fakeEngine({ backups: async () => ok(lists) }) });
  const { people } = theatre;
  await people.slash('赵六', 'list-backups');
  await people.waitForMessage('赵六', INCIDENT, 'b<!channel>');
  await people.click('赵六', '详情');
  await people.waitForMessage('赵六', INCIDENT, '/data/backups/b');
  await people.click('赵六', '重新查询');
  await people.click('赵六', '发到频道');
  const shared = await people.waitForMessage('李四', INCIDENT, 'b<!channel>');
  expect(shared.isEphemeral).toBe(false);
});

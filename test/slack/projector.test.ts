import { afterEach, expect, it } from 'vitest';
import type { Render } from '../../src/slack/projector/setting.js';
import { awaiting, over, type Projection, preparing, projecting, running, says } from './projecting.js';
import { INCIDENT } from './stage.js';

let projection: Projection;
afterEach(async () => {
  expect(await projection.people.violations()).toEqual([]);
  await projection.end();
});

it('shows the whole request as a file before the buttons appear', async () => {
  projection = await projecting();
  const { show, people, card } = projection;
  show(awaiting);
  const asked = await card('[批准');
  const thread = await people.thread('李四', INCIDENT, asked.ts);
  expect(thread.some(({ files }) => files.length === 1)).toBe(true);
  const calls = await people.calls();
  const shared = calls.findIndex(({ method }) => method === 'files.completeUploadExternal');
  const buttons = calls.findIndex(({ args }) => JSON.stringify(args).includes('"approve"'));
  expect(shared).toBeGreaterThan(-1);
  expect(buttons).toBeGreaterThan(shared);
  expect(asked.metadata).toEqual({ event_type: 'backout_run', event_payload: { run: awaiting.id, surface: 'card' } });
});

it('tells a whole run in one card that is edited, and everything else in its thread', async () => {
  projection = await projecting();
  const { show, people, store } = projection;
  for (const state of [preparing, awaiting, running, over]) show(state);
  await people.waitFor(async () => store.find(over.id, 'summary'), { timeoutMs: 10_000 });
  const channel = await people.messages('李四', INCIDENT);
  expect(channel.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  expect(await people.files()).toHaveLength(2);
});

it('coalesces edits, and shows a turn of the run at once', async () => {
  const render: Render = (state, { now }) => [says('card', `${state.phase} ${state.revision} ${now}`)];
  projection = await projecting({ render });
  const { show, people, card } = projection;
  show(running);
  await card('running');
  for (let step = 1; step < 50; step += 1) show({ ...running, revision: running.revision + step });
  show({ ...over, revision: 1_000 });
  await card('closed 1000');
  expect((await people.calls('chat.update')).length).toBeLessThanOrEqual(2);
});

it('draws one run in each round of the event loop, so that what hosts and people send goes before cards', async () => {
  let [round, isOver] = [0, false];
  const count = () => {
    round += 1;
    if (!isOver) setImmediate(count);
  };
  count();
  const drawnIn: number[] = [];
  const render: Render = (state) => {
    drawnIn.push(round);
    return [says('card', state.id)];
  };
  projection = await projecting({ render });
  for (let run = 1; run <= 30; run += 1) projection.show({ ...running, id: `run-${run}` });
  await projection.people.waitFor(async () => drawnIn.length >= 60);
  isOver = true;
  expect(new Set(drawnIn).size).toBe(drawnIn.length);
});

it('moves the clock of a run while its steps run', async () => {
  const render: Render = (_state, { now }) => [says('card', `clock ${now}`)];
  projection = await projecting({ render });
  const { show, card, people } = projection;
  show(running);
  await card('clock');
  await people.waitFor(async () => (await card('clock')).edits >= 1, { timeoutMs: 10_000 });
});

it('continues after a restart with the messages it posted', async () => {
  const first = await projecting();
  projection = first;
  first.show(awaiting);
  const asked = await first.card('[批准');
  await first.projector.stop();
  const before = (await first.posts()).length;
  projection = await projecting({ from: first });
  projection.show(running);
  const { people, posts } = projection;
  const seen = async () => (await people.messages('李四', INCIDENT)).find(({ ts }) => ts === asked.ts);
  await people.waitFor(async () => ((await seen())?.edits ?? 0) > asked.edits);
  const after = (await posts()).slice(before).map(({ args }) => JSON.stringify(args));
  expect(after.filter((args) => args.includes('"surface":"card"'))).toEqual([]);
});

it('picks up open and newest runs when it starts, and leaves alone what Slack shows already', async () => {
  const first = await projecting();
  projection = first;
  first.show(over);
  await first.people.waitFor(async () => first.store.find(over.id, 'summary'), { timeoutMs: 10_000 });
  await first.projector.stop();
  const before = (await first.people.calls()).length;
  first.show({ ...awaiting, id: '20261120-other' });
  projection = await projecting({ from: first });
  await projection.people.waitFor(async () => first.store.find('20261120-other', 'card'));
  const later = (await projection.people.calls()).slice(before).map(({ args }) => JSON.stringify(args));
  expect(later.filter((args) => args.includes(`"run":"${over.id}"`))).toEqual([]);
});

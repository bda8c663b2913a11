import { afterEach, expect, it } from 'vitest';
import type { Render } from '../../src/slack/projector/setting.js';
import { over, type Projection, projecting, running, says } from './projecting.js';
import { INCIDENT } from './stage.js';

let projection: Projection;
afterEach(() => projection.end());

const MINUTE = 60_000;
const simple: Render = (state) => [says('card', `card ${state.phase}`), says('detail', 'detail', 'card')];

/** Lets ten minutes pass at a time, until the log says that this was given up. */
async function untilGivenUp(wait: (by: number) => void, state = over): Promise<void> {
  await expect
    .poll(
      () => {
        wait(10 * MINUTE);
        if (!givenUp()) projection.show(state);
        return givenUp();
      },
      { timeout: 8_000 },
    )
    .toBe(true);
}

const givenUp = () => projection.lines.some(({ msg }) => String(msg).includes('giving up'));
const tries = async () => (await projection.people.calls('chat.postMessage')).length;

it.each(['invalid_arguments', 'is_archived'])('gives up a closed run that Slack refuses with %s', async (error) => {
  let now = Date.now();
  projection = await projecting({ render: simple, clock: { now: () => now } });
  await projection.people.fault({ method: 'chat.postMessage', kind: 'error', error, times: 1_000 });
  projection.show(over);
  await untilGivenUp((by) => {
    now += by;
  });
  expect(await tries()).toBe(10);
  expect(projection.lines.filter(({ said }) => said === error)).toHaveLength(2);
});

it('waits longer after each refusal of a closed run, ten minutes at most', async () => {
  let now = Date.now();
  projection = await projecting({ render: simple, clock: { now: () => now } });
  const { people, show } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'error', error: 'invalid_arguments', times: 1_000 });
  show(over);
  await people.waitFor(async () => (await tries()) === 1);
  const waits: number[] = [];
  for (let tried = 1; tried < 7; tried += 1) {
    let waited = 0;
    await expect
      .poll(
        async () => {
          if ((await tries()) > tried) return true;
          now += MINUTE;
          waited += 1;
          show(over);
          // The answer of a try takes a moment; time stands still until it is there.
          await new Promise((resolve) => setTimeout(resolve, 30));
          return (await tries()) > tried;
        },
        { timeout: 4_000, interval: 1 },
      )
      .toBe(true);
    waits.push(waited);
  }
  expect(waits).toEqual([1, 2, 4, 8, 10, 10]);
});

it('goes on trying for a run that is open', async () => {
  let now = Date.now();
  projection = await projecting({ render: simple, clock: { now: () => now } });
  const { people, show } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'error', error: 'invalid_arguments', times: 12 });
  show(running);
  await expect
    .poll(
      async () => {
        now += MINUTE;
        show(running);
        return projection.store.find(running.id, 'card');
      },
      { timeout: 8_000 },
    )
    .toBeDefined();
  expect(givenUp()).toBe(false);
});

it('tries a closed run at once when somebody uses Backout in its channel', async () => {
  let now = Date.now();
  projection = await projecting({ render: simple, clock: { now: () => now } });
  const { people, show, projector, card } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'error', error: 'not_in_channel', times: 2 });
  show(over);
  await people.waitFor(async () => (await tries()) === 1);
  now += MINUTE;
  show(over);
  await people.waitFor(async () => (await tries()) === 2);
  projector.heardFrom(INCIDENT);
  await card('card closed');
});

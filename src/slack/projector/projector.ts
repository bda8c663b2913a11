import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Milliseconds } from '../../domain/time.js';
import type { Engine } from '../../engine/engine.js';
import type { Clock, MessageStore } from '../../engine/ports.js';
import type { RunState } from '../../run/state.js';
import { createHolds } from './holds.js';
import { createPace } from './pace.js';
import { projectRun, type RunProjection } from './run-projection.js';
import { createSender } from './sender.js';
import type { Render, Setting } from './setting.js';
import { createTurns } from './turns.js';
import { closedRunKey } from './verdict.js';

/** Keeps Slack showing what the runs are. Nothing waits for it and nothing it meets is thrown at the engine. */
export type Projector = {
  /** Shows this state of a run, and goes on until Slack does. */
  show(state: RunState): void;
  /** Picks up open runs and the newest closed ones, then follows the engine. */
  start(): Promise<void>;
  /** Waits until Slack shows every run as it is now; so long at most. */
  settle(atMost: Milliseconds): Promise<void>;
  /** Ends after the calls under way: 5 s at most, 15 s during an upload. */
  stop(): Promise<void>;
  /** Somebody used Backout in this channel, so what Slack refused there may work now. */
  heardFrom(channel: string): void;
};

const NEWEST_RUNS = 20;

export function createProjector(input: {
  readonly client: WebClient;
  readonly engine: Engine;
  readonly store: MessageStore;
  readonly render: Render;
  readonly clock: Clock;
  readonly log: Logger;
}): Projector {
  const { engine, log } = input;
  const holds = createHolds();
  const own = { holds, pace: createPace(), turn: createTurns(), sender: createSender(input.client, log) };
  const setting: Setting = { ...input, ...own };
  const shown = new Map<string, RunProjection>();
  let unsubscribe = () => {};
  let stopped = false;

  function show(state: RunState, isTakenUp = false): void {
    if (stopped) return;
    if (shown.get(state.id)?.update(state)) return;
    const projection = projectRun(setting, state, isTakenUp);
    shown.set(state.id, projection);
    void projection.finished.then(() => {
      if (shown.get(state.id) === projection) shown.delete(state.id);
    });
  }

  return {
    show: (state) => show(state),
    async start() {
      // Following comes first, so that nothing falls between.
      unsubscribe = engine.subscribe((state) => show(state));
      for (const state of engine.active()) show(state, true);
      try {
        for (const state of await engine.recent(NEWEST_RUNS)) show(state, true);
      } catch (error) {
        log.error({ err: error }, 'could not read the newest runs; only open ones are shown');
      }
    },
    async settle(atMost) {
      const settled = Promise.all([...shown.values()].map((projection) => projection.settled()));
      await Promise.race([settled, sleep(atMost, undefined, { ref: false })]);
    },
    async stop() {
      stopped = true;
      unsubscribe();
      const projections = [...shown.values()];
      for (const projection of projections) projection.stop();
      await Promise.all(projections.map(({ finished }) => finished));
    },
    heardFrom(channel) {
      // Also what all of Slack refused: whoever was heard reached us through it.
      for (const key of ['slack', `channel:${channel}`]) holds.release(key);
      for (const [run, projection] of shown) {
        if (!projection.channels().includes(channel)) continue;
        holds.release(closedRunKey(run, channel));
        projection.lookAgain();
      }
    },
  };
}

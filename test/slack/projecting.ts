import { SlackClient } from '../../sandbox/slack/client.js';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { Secret } from '../../src/domain/secret.js';
import type { Clock, MessageStore } from '../../src/engine/ports.js';
import { createSlackClients } from '../../src/slack/clients.js';
import { createProjector, type Projector } from '../../src/slack/projector/projector.js';
import type { Render } from '../../src/slack/projector/setting.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { approved, exited, play, prechecked, requested, STEPS, started, verified } from '../helpers/story.js';
import { type FakeEngine, fakeEngine } from './fake-engine.js';
import { memoryMessages } from './memory.js';
import { clock, INCIDENT, type Lines, listeningLog } from './stage.js';

/** A projector at work, with the workspace it shows things in. */
export type Projection = FakeEngine & {
  slack: Slack;
  people: SlackClient;
  readonly projector: Projector;
  readonly store: MessageStore;
  readonly lines: Lines;
  /** Waits for the newest message in the incident channel with these words. */
  card(words: string): ReturnType<SlackClient['waitForMessage']>;
  posts(): Promise<readonly { readonly args: object }[]>;
  end(): Promise<void>;
};

/** Starts a projector, alone in a fresh workspace; with `from`, in place of an earlier one that was stopped. */
export async function projecting(
  options: { render?: Render; from?: Projection; clock?: Clock; slack?: Slack } = {},
): Promise<Projection> {
  const slack = options.from?.slack ?? options.slack ?? (await startSlack());
  const { log, lines } = listeningLog();
  const told = options.from ?? fakeEngine();
  const store = options.from?.store ?? memoryMessages();
  const clients = createSlackClients({ botToken: new Secret(slack.botToken), apiUrl: slack.apiUrl, log });
  const deps = {
    client: clients.projector,
    engine: told.engine,
    store,
    clock: options.clock ?? clock,
    log,
  };
  const projector = createProjector({ ...deps, render: options.render ?? surfacesOf });
  await projector.start();
  const projection: Projection = {
    ...{ engine: told.engine, asked: told.asked, show: told.show, slack, projector, store, lines },
    people: new SlackClient(slack.url),
    card: (words) => projection.people.waitForMessage('李四', INCIDENT, words, { timeoutMs: 10_000 }),
    posts: async () => (await projection.people.calls('chat.postMessage')).filter(({ ok }) => ok),
    async end() {
      await projector.stop();
      await projection.slack.close();
    },
  };
  return projection;
}

export const preparing = play(requested());
export const awaiting = play(requested(), ...prechecked());
export const running = play(requested(), ...prechecked(), approved(), started(STEPS[0]));
export const over = play(
  ...[requested(), ...prechecked(), approved()],
  ...STEPS.flatMap((step) => [started(step), exited(step)]),
  ...verified(),
  { type: 'run.closed', outcome: 'succeeded' },
);

/** A message with these words in the incident channel, or below another surface. */
export function says(key: string, text: string, below?: string) {
  const place = { channel: INCIDENT, ...(below ? { below } : {}) };
  return { key, kind: 'message', place, message: { text, blocks: [] } } as const;
}

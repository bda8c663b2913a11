// A bot without Slack: the engine with the real journal and real SSH, and a point at everything that it writes or sends.
// Told by its parent what to start with and what people do; tells every state of every run.
import { pino } from 'pino';
import { ok } from '../../src/domain/result.js';
import type { System } from '../../src/domain/system.js';
import { createEngine, type RunningEngine } from '../../src/engine/create-engine.js';
import type { Clock, People } from '../../src/engine/ports.js';
import { createHttpProbe } from '../../src/probe/http-probe.js';
import { createRemote, type RemoteLimits } from '../../src/ssh/ssh-remote.js';
import { openJournal } from '../../src/store/open-journal.js';
import { hook, JOURNAL, PROBE, REMOTE } from './hooks.js';
import { createPassing, type Moment } from './points.js';

export type Start = {
  readonly kind: 'start';
  readonly journalFile: string;
  readonly traceFile: string;
  readonly systems: readonly System[];
  readonly key: { readonly keyFile: string; readonly knownHostsFile: string };
  readonly limits: Partial<RemoteLimits>;
  /** How far this bot's clock is off, in milliseconds. */
  readonly skew: number;
  readonly moment?: Moment;
};
export type Call = {
  readonly kind: 'call';
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
};
export type Order = Start | Call | { readonly kind: 'skew'; readonly skew: number };

let engine: RunningEngine | undefined;
let skew = 0;
const clock: Clock = { now: () => Date.now() + skew };
const tell = (message: object) => process.send?.(message);

// A bot never outlives the test that started it.
process.once('disconnect', () => process.exit(0));
process.on('message', (order: Order) => {
  if (order.kind === 'skew') skew = order.skew;
  else if (order.kind === 'start') void start(order);
  else void perform(order);
});

async function start({ journalFile, traceFile, systems, key, limits, moment, ...told }: Start): Promise<void> {
  skew = told.skew;
  const pass = createPassing(traceFile, moment);
  const opened = await openJournal(journalFile, clock);
  if (!opened.ok) return leave(opened.failure);
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' }, pino.destination({ fd: 2, sync: true }));
  const connections = () => ok(key);
  const environments = () => ok({ PATH: process.env.PATH ?? '' });
  const remote = createRemote({ connections, environments, clock, log, limits, fence: opened.value.fence });
  engine = createEngine({
    ...{ clock, log, people: everybody, catalog: { systems: () => systems, problems: () => [] } },
    journal: hook('journal', opened.value.journal, JOURNAL, pass),
    remote: hook('remote', remote, REMOTE, pass),
    probe: hook('probe', createHttpProbe(), PROBE, pass),
    secrets: { read: async (_system, name) => ({ ok: false, failure: { code: 'secret.missing', at: name } }) },
  });
  process.once('SIGTERM', () => void stop());
  engine.subscribe((state) => tell({ kind: 'state', state }));
  const started = await engine.start();
  if (!started.ok) return leave(started.failure);
  for (const state of await engine.recent(20)) tell({ kind: 'state', state });
  tell({ kind: 'ready' });

  async function stop(): Promise<void> {
    await engine?.stop();
    await remote.close();
    if (opened.ok) await opened.value.journal.close();
    process.exit(0);
  }
}

async function perform({ id, method, args }: Call): Promise<void> {
  const call = engine?.[method as keyof RunningEngine] as (...args: readonly unknown[]) => unknown;
  const told = await Promise.resolve(call(...args)).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  tell({ kind: 'answer', id, ...told });
}

function leave(failure: object): void {
  process.send?.({ kind: 'refused', failure }, () => process.exit(1));
}

const everybody: People = {
  lookUp: async (id) => ok({ id, name: id, kind: 'member' }),
  membersOf: async () => ok([]),
};

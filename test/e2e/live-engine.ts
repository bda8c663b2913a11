import { pino } from 'pino';
import type { Stage } from '../../sandbox/demo/stage.js';
import { connectionsOf } from '../../src/config/connections.js';
import { loadSystems } from '../../src/config/load-systems.js';
import { readInventory } from '../../src/config/read-inventory.js';
import { type Config, createEnvironments, createSecrets } from '../../src/config.js';
import { ok } from '../../src/domain/result.js';
import type { Scheme } from '../../src/domain/scheme.js';
import type { System } from '../../src/domain/system.js';
import { createEngine } from '../../src/engine/create-engine.js';
import type { People } from '../../src/engine/ports.js';
import { createHttpProbe } from '../../src/probe/http-probe.js';
import type { RunState } from '../../src/run/state.js';
import { createRemote } from '../../src/ssh/ssh-remote.js';
import { MemoryJournal } from '../helpers/fake-ports.js';

const [OPS, DIRECTOR] = ['U0ZHAO6', 'U0LI4'];
const clock = { now: () => Date.now() };
const people: People = {
  lookUp: async (id) => ok({ id, name: id, kind: 'member' }),
  membersOf: async () => ok([]),
};

/** The engine against the stage's real hosts and systems, without Slack; its plans may be changed before a run. */
export async function liveEngine(stage: Pick<Stage, 'inventoryFile'>) {
  const inventory = await readInventory(stage.inventoryFile);
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.problems));
  const config = inventory.value as Config;
  const loaded = await loadSystems(config);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  let systems = loaded.value;
  const log = pino({ level: 'silent' });
  const remote = createRemote({
    connections: connectionsOf(config),
    environments: createEnvironments(config),
    clock,
    log,
    fence: { journal: 'test', epoch: 1 },
  });
  const engine = createEngine({
    ...{ remote, people, clock, log, journal: new MemoryJournal(), secrets: createSecrets(config) },
    catalog: { systems: () => systems, problems: () => [] },
    probe: createHttpProbe(),
  });

  const until = async (id: string, phases: readonly RunState['phase'][]): Promise<RunState> =>
    new Promise((resolve) => {
      const look = (state: RunState | undefined) => {
        if (state?.id !== id || !phases.includes(state.phase)) return;
        stop();
        resolve(state);
      };
      const stop = engine.subscribe(look);
      void engine.run(id).then(look);
    });

  return {
    engine,
    /** Changes one scheme of one system, as an edit of its plan file would. */
    edit(name: string, key: string, change: (scheme: Scheme) => Scheme): void {
      systems = systems.map((system): System => {
        if (system.plan.name !== name) return system;
        const schemes = system.plan.schemes.map((scheme) => (scheme.key === key ? change(scheme) : scheme));
        return { ...system, plan: { ...system.plan, schemes } };
      });
    },
    /** Asks, ticks, approves and answers what people are asked, and ends what stands still; returns the run as it ended. */
    async carryOut(system: string, scheme: string, severity: string): Promise<RunState> {
      const input = { system, scheme, severity, reason: '演练', impact: '无', by: OPS, channel: 'C0INCIDENT' };
      const asked = await engine.request(input);
      if (!asked.ok) throw new Error(JSON.stringify(asked.failure));
      const runId = asked.value.id;
      const waiting = await until(runId, ['awaiting-approval', 'closed']);
      const { plan, digest } = waiting.request;
      const boxes = plan.checklist.filter(({ answeredBy }) => answeredBy === 'person');
      await engine.tick({ runId, by: OPS, items: boxes.map(({ id }) => ({ item: id, ticked: true })) });
      await engine.decide({ runId, verdict: 'approved', by: DIRECTOR, digest });
      const verifying = await until(runId, ['verifying', 'stopped', 'closed', 'needs-human']);
      const manual = verifying.checks.filter(({ isManual }) => isManual);
      const answers = manual.map(({ id }) => ({ check: id, verdict: 'pass' as const, note: '' }));
      if (verifying.phase === 'verifying') await engine.answer({ runId, by: OPS, answers });
      const ended = await until(runId, ['stopped', 'closed', 'needs-human']);
      if (ended.phase !== 'stopped') return ended;
      await engine.choose({ runId, by: OPS, choice: { kind: 'give-up', reason: '演练到此为止' } });
      return until(runId, ['closed']);
    },
    async close(): Promise<void> {
      await engine.stop();
      await remote.close();
    },
  };
}

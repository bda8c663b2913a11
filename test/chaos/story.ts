import { openManualChecks } from '../../src/run/manual-checks.js';
import type { RunState } from '../../src/run/state.js';
import type { BotHandle } from './bot-handle.js';
import { LEAD, OPS, type World } from './world.js';

/** Something a person presses: a call of the engine. */
export type Press = { readonly method: string; readonly args: readonly unknown[] };

/** What people can look at. `once` is true at the first call with a name, in all lives of the bot. */
export type Scene = { readonly world: World; readonly bot: BotHandle; once(name: string): boolean };

/** What people want, told so that they can go on after any crash: by what they see, never by what they did before. */
export type Story = {
  readonly name: string;
  /** Schemes that are asked for, one run each; the next when the one before is there. */
  readonly asks: readonly string[];
  /** What is pressed at this state. People who see nothing to do here do what most stories want. */
  press?(run: RunState, scene: Scene): Press | 'wait' | undefined;
  /** What befalls the host; looked at again and again. */
  fate?(runs: readonly RunState[], scene: Scene): void;
  /** How each run may end. */
  readonly ends: readonly (readonly string[])[];
};

/** Asks for a run. */
export function asking(scheme: string): Press {
  const input = {
    system: 'chaos',
    scheme,
    severity: 'P0',
    reason: 'Chaos',
    impact: 'None',
    by: OPS,
    channel: 'C0CHAOS',
  };
  return { method: 'request', args: [input] };
}

/** What people press unless a story says otherwise: everything that brings a run to its end. */
export function usual(run: RunState): Press | undefined {
  const runId = run.id;
  switch (run.phase) {
    case 'awaiting-approval':
      return { method: 'decide', args: [{ runId, verdict: 'approved', by: LEAD, digest: run.request.digest }] };
    case 'verifying': {
      const answers = openManualChecks(run).map(({ id }) => ({ check: id, verdict: 'pass', note: '' }));
      return answers.length > 0 ? { method: 'answer', args: [{ runId, by: OPS, answers }] } : undefined;
    }
    case 'needs-human':
      return { method: 'handOver', args: [runId, LEAD] };
    default:
      return undefined;
  }
}

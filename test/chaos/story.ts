import type { Choice } from '../../src/engine/engine.js';
import { openQuestions } from '../../src/run/questions.js';
import type { RunState } from '../../src/run/state.js';
import type { BotHandle } from './bot-handle.js';
import { LEAD, OPS, type World } from './world.js';

/** Something a person presses: a call of the engine. */
export type Press = { readonly method: string; readonly args: readonly unknown[] };

/** What people can look at, and what a story can do to the bot. */
export type Scene = {
  readonly world: World;
  readonly bot: BotHandle;
  /** True at the first call with a name, in all lives of the bot. */
  once(name: string): boolean;
  /** Whether `once` was called with this name. */
  has(name: string): boolean;
  /** Moves the bot's clock, for this life and all further ones. */
  skew(milliseconds: number): void;
};

/** What people want, told so that they can go on after any crash: by what they see, never by what they did before. */
export type Story = {
  readonly name: string;
  /** What is asked for, one run each; the next when the one before is where it should be. */
  readonly asks: readonly Asked[];
  /** What is pressed at this state. People who see nothing to do here do what most stories want. */
  press?(run: RunState, scene: Scene): Press | 'wait' | undefined;
  /** What befalls the host; looked at again and again. */
  fate?(runs: readonly RunState[], scene: Scene): void;
  /** True when nothing more is to happen after all runs are closed. */
  isOver?(runs: readonly RunState[]): boolean;
  /** How each run may end. */
  readonly ends: readonly (readonly string[])[];
};

/** A scheme, or taking back what the run before did. */
export type Asked = { readonly scheme: string } | { readonly undo: true };

const WORDS = { reason: 'Chaos', by: OPS, channel: 'C0CHAOS' };

/** Asks for the next run; nothing while it is not time yet. */
export function asking(asked: Asked, before: RunState | undefined): Press | undefined {
  if ('undo' in asked) {
    return before?.phase === 'closed' ? { method: 'requestUndo', args: [{ ...WORDS, runId: before.id }] } : undefined;
  }
  const input = { ...WORDS, system: 'chaos', scheme: asked.scheme, severity: 'P0', impact: 'None' };
  return before?.phase === 'preparing' ? undefined : { method: 'request', args: [input] };
}

export function choosing({ id: runId }: RunState, choice: Choice, by = LEAD): Press {
  return { method: 'choose', args: [{ runId, by, choice }] };
}

/** What people press unless a story says otherwise: everything that brings a run to its end. */
export function usual(run: RunState): Press | undefined {
  const runId = run.id;
  switch (run.phase) {
    case 'awaiting-approval': {
      const open = run.request.plan.checklist.filter(({ id, answeredBy }) => answeredBy === 'person' && !run.ticks[id]);
      const items = open.map(({ id: item }) => ({ item, ticked: true }));
      if (items.length > 0) return { method: 'tick', args: [{ runId, by: OPS, items }] };
      return { method: 'decide', args: [{ runId, verdict: 'approved', by: LEAD, digest: run.request.digest }] };
    }
    case 'running':
    case 'verifying': {
      const answers = openQuestions(run).map(({ id }) => ({ check: id, verdict: 'pass', note: '' }));
      return answers.length > 0 ? { method: 'answer', args: [{ runId, by: OPS, answers }] } : undefined;
    }
    case 'needs-human':
      return { method: 'handOver', args: [runId, LEAD] };
    case 'stopped':
    case 'held':
      return choosing(run, { kind: 'give-up', reason: 'Enough' });
    default:
      return undefined;
  }
}

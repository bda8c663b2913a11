import type { CommandCheck } from '../../src/domain/check.js';
import type { Restore, Scheme, Step } from '../../src/domain/scheme.js';
import { fakeDeps, s2System } from './fake-ports.js';
import { s2Plan } from './plan.js';
import type { Untimed } from './story.js';

/** Three steps that change something, each with its undo. */
export const CHANGES = ['copy', 'switch', 'warm'] as const;
export const UNDONE = ['warm-undo', 'switch-undo', 'copy-undo'] as const;

export function change(id: string, changes: Partial<Step> = {}): Step {
  const script = { title: `undo ${id}`, run: `undo ${id}`, deadline: 20_000, cites: [] };
  return {
    ...{ id, title: id, target: 'app', run: `do ${id}`, secrets: [], effect: 'reversible', repeat: 'fenced' },
    ...{ deadline: 20_000, environment: {}, cites: [], undo: script },
    ...changes,
  };
}

export function look(id: string, weight: 'required' | 'advisory' = 'required'): CommandCheck {
  return {
    ...{ id, title: id, kind: 'command', weight, area: 'service', retry: { times: 1, every: 0 }, cites: [] },
    ...{ target: 'app', run: `look ${id}`, deadline: 1_000 },
  };
}

export const RESTORE: Restore = {
  automatic: [],
  checks: [look('as-before'), look('tidy', 'advisory')],
  kept: [look('kept')],
  cites: [],
};

/** A scheme whose changes can be taken back: three steps on one host that travel as one segment. */
export function restorable(changes: Partial<Scheme> = {}): Scheme {
  const [scheme] = s2Plan().schemes;
  if (!scheme) throw new Error('S2 has a scheme');
  return {
    ...{ ...scheme, prechecks: [], steps: CHANGES.map((id) => change(id)) },
    ...{ checks: [look('service'), look('extra', 'advisory')], restore: RESTORE },
    ...changes,
  };
}

/** The ports of a system with such a scheme. */
export function restorableDeps(changes: Partial<Scheme> = {}, plan: Parameters<typeof s2System>[0] = {}) {
  return fakeDeps(s2System({ schemes: [restorable(changes)], ...plan }));
}

/** The intent to send these steps together. */
export const sent = (...steps: readonly string[]): Untimed => ({
  type: 'steps.sent',
  target: 'app',
  steps: steps.map((step) => ({ step, token: `T.${step}`, scriptDigest: 'e'.repeat(64) })),
});

/** A person's choice with a reason. */
export const chosen = <Type extends string>(type: Type, more: object = {}, by = 'U0LI4') =>
  ({ type, by, reason: '看过了', ...more }) as unknown as Untimed;

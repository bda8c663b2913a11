import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { personAsked } from '../../gallery/tales/by-hand.js';
import { conditionUnclear } from '../../gallery/tales/conditional.js';
import type { RunState } from '../../src/run/state.js';
import { restRows } from '../../src/view/by-hand.js';
import { plain } from '../../src/view/rich-text.js';
import { sceneOf } from '../../src/view/scene.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';

const rowsOf = (state: RunState) => restRows(sceneOf(state, { now: 0, delivered: new Set() }));

/** A run of which a conditional step is left, pasted into a shell as it stands in the thread. */
function pasted(condition: string): string {
  const state = conditionUnclear('en');
  const steps = state.request.scheme.steps.map((step) =>
    step.when ? { ...step, run: 'echo "it ran"', when: { ...step.when, run: condition } } : step,
  );
  const [row] = rowsOf({ ...state, request: { ...state.request, scheme: { ...state.request.scheme, steps } } });
  return execFileSync('sh', [], { encoding: 'utf8', input: `${row?.box?.text}\necho "and on"\n` });
}

it('runs a conditional step by hand only when its condition says so', () => {
  expect(pasted('true')).toBe('it ran\nand on\n');
  expect(pasted('exit 1')).toBe('not needed (not so: the cache does not answer)\nand on\n');
  expect(pasted('false; true')).toMatch(/^not needed/);
  expect(pasted('exit 7')).toMatch(/^failed, nobody can tell whether it is needed \(.*\); nothing was done\nand on\n$/);
});

it('says what a person does where no script can', () => {
  const [row] = rowsOf(personAsked('en'));
  expect(plain(row?.line ?? [])).toContain('Purge the cache of the CDN · a person');
  expect(row?.box?.text).toBe('1. Sign in at the console of the CDN\n2. Purge everything');
});

it('takes back the call of an earlier attempt, should Slack have heard of it late', () => {
  const first = personAsked('en');
  const steps = first.steps.map((step) => (step.status === 'running' ? { ...step, attempt: 2 } : step));
  const view = { now: 0, delivered: new Set(['card', 'request-file', 'call:step:purge-cdn:1']) };
  const surfaces = surfacesOf({ ...first, steps }, view);
  expect(rendered(messageOf(surfaces, 'call:step:purge-cdn:1'))).toContain(
    'This step does not wait for a person any more',
  );
  expect(rendered(messageOf(surfaces, 'call:step:purge-cdn:2'))).toContain('1. Sign in at the console');
});

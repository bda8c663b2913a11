import { describe, expect, it } from 'vitest';
import type { SingleSource } from '../../src/domain/plan.js';
import type { RunRequest } from '../../src/domain/request.js';
import { openBoxes } from '../../src/run/checklist.js';
import { ImpossibleEvent } from '../../src/run/possible.js';
import type { RunState } from '../../src/run/state.js';
import { recordOf } from '../../src/view/record.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { english, runs } from '../helpers/state.js';
import {
  approved,
  closed,
  exited,
  play,
  prechecked,
  requested,
  STEPS,
  s2Request,
  started,
  verified,
} from '../helpers/story.js';

const LATER = ['roles', 'checklist', 'contacts', 'emergency', 'notice', 'record', 'review', 'instructions'];
const LATER_IN_SCHEME = [
  'pros',
  'cons',
  'recommended',
  'next',
  'backup',
  'repeat',
  'environment',
  'headers',
  'verify',
  'restore',
];

/** A request as the journal has it from before plans could say so much. */
function older(): RunRequest {
  const { version: _, backup: __, plan, scheme, severity, backups, ...rest } = s2Request(english);
  const [source] = backups;
  const { kind: _kind, older: _older, contains: _contains, ...file } = (source ?? {}) as Partial<SingleSource>;
  const request = {
    ...{ ...rest, backups: [file] },
    plan: { ...without(plan, LATER), followUps: ['Analyse the cause', { 'zh-CN': '修复', en: 'Fix the code' }] },
    severity: without(severity, LATER),
    // What the record says of files has the same name as the template.
    scheme: { ...without(scheme, LATER_IN_SCHEME), record: scheme.record },
  };
  return request as unknown as RunRequest;
}

function without<T>(value: T, keys: readonly string[]): T {
  return JSON.parse(JSON.stringify(value, (key, each) => (keys.includes(key) ? undefined : each)));
}

describe('a run that an earlier version of Backout wrote down', () => {
  it.each(['preparing', 'awaiting', 'running', 'verifying', 'needsHuman', 'succeeded', 'failed'] as const)(
    'is shown while or after it was %s',
    (phase) => {
      const state: RunState = runs[phase](older());
      const surfaces = surfacesOf(state, { now: state.progressAt, delivered: new Set(['request-file']) });
      expect(surfaces.map(({ key }) => key)).toContain('card');
      expect(recordOf(state, { language: 'en' })).toContain('Fix the code');
    },
  );

  it('can be decided: it has no boxes to tick', () => {
    expect(openBoxes(runs.awaiting(older()))).toEqual([]);
  });

  it('keeps the digest that people read, and what it leads to', () => {
    const { request } = runs.awaiting(older());
    expect(request.digest).toBe(s2Request().digest);
    expect(request.version).toBe('v2.0.0-phase1');
    expect(request.backups[0]).toMatchObject({ kind: 'file', older: 'refuse', contains: [] });
    expect(request.scheme.steps[0]).toMatchObject({ repeat: 'fenced', environment: {} });
    expect(request.scheme).not.toHaveProperty('restore');
  });
});

describe('a run that an earlier version closed as failed without asking anybody', () => {
  const [first, second] = STEPS;
  const approval = [requested(), ...prechecked(), approved()];

  it.each([
    ['a step failed', [started(first), exited(first, 22)]],
    [
      'the verification failed',
      [first, second].flatMap((step) => [started(step), exited(step)]).concat(verified('fail')),
    ],
  ])('stays closed as failed when %s', (_what, events) => {
    expect(play(...approval, ...events, closed('failed'))).toMatchObject({ phase: 'closed', outcome: 'failed' });
    expect(() => play(...approval, ...events, closed('succeeded'))).toThrow(ImpossibleEvent);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBlocks, checkView } from '../../sandbox/slack/blocks/check.js';
import type { Check } from '../../src/domain/check.js';
import type { RunRequest } from '../../src/domain/request.js';
import type { CheckState, RunState } from '../../src/run/state.js';
import { pendingStep } from '../../src/run/steps.js';
import { backupList } from '../../src/view/backup-list.js';
import { problem } from '../../src/view/problem.js';
import { requestModal } from '../../src/view/request-modal.js';
import { statusMessage } from '../../src/view/status.js';
import type { Message } from '../../src/view/surface.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { listed } from '../helpers/choices.js';
import { s2Backups, s2System } from '../helpers/engine.js';
import { runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';
import { wholeRequest } from '../helpers/whole-plans.js';

/** Anything a host or a person may send: mentions, control characters, halves of characters, very long lines. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('<!channel>', '<@U0LI4>', '', ' ', '&lt;!here&gt;', '\u202e反', '\ud83d', '*粗* `码` <https://a|b>'),
  fc.nat(6_000).map((length) => '长<!everyone>👩‍💻"\n'.repeat(length / 10)),
);

function judge({ text, blocks, fallback }: Message): void {
  for (const each of [blocks, ...(fallback ? [fallback] : [])]) {
    expect(checkBlocks([...each], 'message')).toEqual({ problems: [] });
    expect(each.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(each).length).toBeLessThanOrEqual(10_000);
    // Markup is only ever read in mrkdwn and markdown; there is none to be read.
    expect(JSON.stringify(each)).not.toMatch(/"type":"(mrkdwn|markdown)"/);
  }
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(text).not.toMatch(/[<>]/);
}

/** The steps and checks of a request, none begun. */
function wholeState({ scheme, plan }: RunRequest): Partial<RunState> {
  const open = ({ id, title, weight, kind }: Check): CheckState => {
    return { id, title, weight, status: 'pending', isManual: kind === 'manual' };
  };
  return {
    prechecks: scheme.prechecks.map(open),
    steps: scheme.steps.map(pendingStep),
    checks: scheme.checks.map(open),
    ticks: Object.fromEntries(plan.checklist.map(({ id }) => [id, { by: 'U0LI4', at: T0 }])),
  };
}

describe('whatever hosts and people write, Slack accepts every message and nobody is called', () => {
  for (const [name, make] of Object.entries(runs)) {
    test(`a run that is ${name}`, () => {
      fc.assert(
        fc.property(nasty, nasty, nasty, fc.constantFrom('zh-CN' as const, 'en' as const), (a, b, c, language) => {
          const incident = { channel: 'C0OUTAGE', thread: '1.2' };
          const state = make({ reason: a, impact: b, environment: c, language, incident });
          const words = { evidence: a, verdict: 'unknown' as const };
          const told = {
            ...state,
            requestedBy: c,
            prechecks: state.prechecks.map((check) => ({
              ...check,
              title: b,
              answer: words,
              status: 'finished' as const,
            })),
            steps: state.steps.map((step) => ({ ...step, title: c, output: { text: a, bytes: a.length, cut: false } })),
          };
          const delivered = new Set(['request-file', 'incident:unknown:1.2', 'call:decide', 'call:unknown:1']);
          for (const surface of surfacesOf(told, { now: T0 + 90_000, delivered })) {
            if (surface.kind === 'message') judge(surface.message);
          }
          judge(statusMessage({ active: [told, told], recent: [told], language, now: T0 }));
        }),
        { numRuns: 40 },
      );
    });
  }

  test('however long the texts, the buttons to decide stay', () => {
    const long = '长'.repeat(9_000);
    const { request } = runs.awaiting();
    const scheme = {
      ...request.scheme,
      title: long,
      steps: request.scheme.steps.map((step) => ({ ...step, run: long })),
    };
    const state = runs.awaiting({ reason: long, impact: long, environment: long, scheme });
    const [card] = surfacesOf(state, { now: T0, delivered: new Set(['request-file']) });
    if (card?.kind !== 'message') throw new Error('the card comes first');
    judge(card.message);
    expect(card.message.blocks.at(-1)?.type).toBe('actions');
    expect(JSON.stringify(card.message.blocks.at(-1))).toContain('"action_id":"approve"');
  });

  test('a folder full of strange names', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, fc.nat()), { maxLength: 60 }), (names) => {
        const list = s2Backups([...names, ['diagnosis_20261120_000000.db', 1]]);
        judge(backupList(listed(list), { system: s2System(), language: 'en' }));
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ...['1', '2', '3'].map((key) => ['meiyueart', key] as const),
    ...['a', 'b', 'c'].map((key) => ['wechat-backend', key] as const),
  ])('scheme %s %s, from the request to its end, keeps its buttons', (system, key) => {
    const request = wholeRequest(system, key);
    for (const make of [runs.preparing, runs.awaiting, runs.verifying, runs.succeeded, runs.failed]) {
      const state = { ...make(), ...wholeState(request), request };
      const surfaces = surfacesOf(state, { now: T0, delivered: new Set(['card', 'request-file']) });
      const messages = surfaces.flatMap((surface) => (surface.kind === 'message' ? [surface.message] : []));
      messages.map(judge);
      const buttons = JSON.stringify(messages[0]?.blocks.filter(({ type }) => type === 'actions'));
      const isAsked = state.phase === 'verifying' && state.checks.some(({ isManual }) => isManual);
      expect(buttons.includes('"approve"')).toBe(state.phase === 'awaiting-approval');
      expect(buttons.includes('"open-answers"')).toBe(isAsked);
    }
  });

  test('a failure of any kind', () => {
    fc.assert(
      fc.property(nasty, nasty, (at, detail) => {
        judge(problem({ code: 'run.busy', at, detail, facts: { by: detail, reason: at, run: at } }, 'zh-CN'));
      }),
    );
  });

  test('a dialog', () => {
    fc.assert(
      fc.property(nasty, (title) => {
        const system = s2System();
        const [scheme] = system.plan.schemes;
        if (!scheme) throw new Error('S2 has schemes');
        const named = { ...scheme, title: { 'zh-CN': title, en: title }, when: [title, title] };
        const modal = requestModal({ system, scheme: named, channel: 'C0INCIDENT', language: 'zh-CN' });
        const text = (value = '') => ({ type: 'plain_text', text: value });
        const view = { title: text(modal.title), submit: text(modal.submit), close: text(modal.close) };
        expect(checkView({ type: 'modal', callback_id: modal.callback, blocks: modal.blocks, ...view })).toEqual([]);
        expect(modal.metadata.length).toBeLessThanOrEqual(3_000);
      }),
    );
  });
});

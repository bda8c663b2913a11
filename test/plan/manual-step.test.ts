import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { texts } from './broken-copies.js';

const first = '    steps:\n      - id: disable-v2-flags\n';
const MANUAL = 'manual: { role: ops-lead, within: 30m, instructions: [Purge the cache] }';

/** S2's plan whose scheme A begins with this step. */
function reading(...lines: readonly string[]) {
  if (!texts.wechat.includes(first)) throw new Error('scheme A begins with another step');
  const step = ['- id: purge', '  title: Purge', '  effect: reversible', ...lines.map((line) => `  ${line}`)];
  const written = step.map((line) => `      ${line}\n`).join('');
  return readPlan(
    texts.wechat.replace(first, () => first.replace('      -', `${written}      -`)),
    'x',
  );
}

const saidOf = (...lines: readonly string[]) => {
  const read = reading(...lines);
  return read.ok ? [] : read.problems.map(({ line, path, message }) => ({ line, said: `${path}: ${message.en}` }));
};
const at = 'schemes.a.steps[0]';

describe('a step that a person does', () => {
  it('has instructions, a role and a time; once more is harmless', () => {
    const read = reading(MANUAL);
    expect(read).toMatchObject({ ok: true });
    const step = read.ok ? read.plan.schemes[0]?.steps[0] : undefined;
    expect(step).toMatchObject({
      ...{ id: 'purge', target: '', run: '', repeat: 'converge', deadline: 1_800_000 },
      manual: { role: 'ops-lead', within: 1_800_000, instructions: ['Purge the cache'] },
    });
  });

  it.each([
    ['target: app', `${at}.target: a person does this step: a person has no script; remove target`],
    ['run: "true"', `${at}.run: a person does this step: a person has no script; remove run`],
    ['when: { title: x, run: "true" }', `${at}.when: a person does this step: a person has no script; remove when`],
    ['secrets: [ADMIN_KEY]', `${at}.secrets: a person does this step: a person has no script; remove secrets`],
    ['undo: { run: "true" }', `${at}.undo: a person does this step: make what a script can do a step of its own`],
    ['snapshot: { run: "true" }', `${at}.snapshot: a person does this step: make what a script can do`],
  ])('has no %s', (line, said) => {
    expect(saidOf(MANUAL, line)).toEqual([{ line: expect.any(Number), said: expect.stringContaining(said) }]);
  });

  it('is done by a role that the plan declares', () => {
    expect(saidOf(MANUAL.replace('ops-lead', 'ops-leed'))).toMatchObject([
      { said: `${at}.manual.role: there is no role ops-leed; write ops-lead` },
    ]);
  });
});

it('is not called as a check that people answer, for whose answer its own could be taken', () => {
  const shared = texts.wechat.replace('  - id: test-account\n', '  - id: purge\n');
  const read = readPlan(
    shared.replace(first, () =>
      first.replace('      -', `      - { id: purge, title: Purge, effect: reversible, ${MANUAL} }\n      -`),
    ),
    'x',
  );
  const problems = read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message.en}`);
  expect(problems).toEqual([`${at}.id: a check that people answer is called purge as well; rename one`]);
});

it('is still a step without a host: what it lacks is named', () => {
  expect(saidOf().map(({ said }) => said)).toEqual([
    `${at}.target: target is missing; name where it runs`,
    `${at}.run: run is missing; write what it runs, or manual: { within: …, instructions: […] } for a person`,
    `${at}.deadline: deadline is missing; write a number with its unit, e.g. 30s, 5m or 24h`,
  ]);
});

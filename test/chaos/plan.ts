import { type PlanReading, readPlan } from '../../src/plan/read-plan.js';

/** A step's shell is told from all others by its number and when it began; the runner notes both behind the step's token. */
export const TOKEN = [
  `read -r stat </proc/$$/stat`,
  `set -- \${stat##*) }`,
  `line=$(grep -h " $$ \${20}$" "$HOME"/.backout/steps/*/lock.*)`,
  `token=\${line%% *}`,
].join('; ');

/** A script that writes its token when it begins and when it ends: the host is the witness, not the bot. */
const witnessed = (body: string, indent: number) =>
  [TOKEN, 'echo "$token begin" >>"$HOME/witness"', body, 'echo "$token end" >>"$HOME/witness"']
    .map((line) => `\n${' '.repeat(indent)}${line}`)
    .join('');

// Waits for a file that the test makes; fails until things are mended; fails for ever.
const GATE = 'until [ -e "$HOME/gate" ]; do sleep 0.02; done';
const MENDABLE = '[ -e "$HOME/mended" ] || exit 7';
const BROKEN = 'exit 9';
// Leaves a daemon that holds its output, prints a good deal, and would not end at TERM.
const UNTIDY = `trap "" TERM; sleep 300 & i=0; while [ $i -lt 200 ]; do echo "line $i"; i=$((i+1)); done`;

type Written = { readonly body?: string; readonly target?: string; readonly effect?: string; readonly undo?: string };

const step = (id: string, { body = 'echo done', target = 'app', effect = 'reversible', undo }: Written = {}) => `
      - id: ${id}
        title: Step ${id}
        target: ${target}
        effect: ${effect}
        deadline: 60s
        run: |${witnessed(body, 10)}${undo === undefined ? '' : undoing(undo)}`;

const BY_HAND = `
      - id: purge
        title: A person purges the cache
        effect: reversible
        manual: { role: ops, within: 30m, instructions: [Purge the cache] }`;

const undoing = (body: string) => `
        undo:
          deadline: 60s
          run: |${witnessed(body, 12)}`;

const undoable = (id: string, body?: string) =>
  step(id, { undo: 'echo undone', ...(body === undefined ? {} : { body }) });

const check = (id: string, run: string, indent = 6) =>
  `\n${' '.repeat(indent)}- { id: ${id}, title: Check ${id}, command: { target: app, run: '${run}' } }`;
const ASKED = '\n      - { id: users, title: Users are well, manual: { role: ops, within: 30m } }';
// Writes once, then reads until the answer is there.
const POSTED = `
      - id: order
        title: An order goes through
        http:
          base: API
          requests:
            - { post: /orders, body: { item: 1 }, status: 201, save: { ORDER: [id] } }
            - { get: '/orders/{ORDER}', json: { state: done }, retry: { times: 20, every: 50ms } }`;
const WELL = check('well', 'true');

const scheme = (key: string, steps: readonly string[], checks = WELL, restore?: string) => `
  ${key}:
    title: Scheme ${key}
    when: [Always]
    version: v1
    budget: 5m
    prechecks:
      - { id: there, title: The host is there, blocking: true, command: { target: app, run: 'true' } }
    steps:${steps.join('')}
    checks:${checks}${restore === undefined ? '' : `\n    restore:${restore}`}`;

const restoring = (automatic = '') => `
      automatic: [${automatic}]
      kept: { target: app, run: 'true' }
      checks:${check('before', 'true', 8)}`;

/** The plan file. */
export const PLAN_TEXT = `
plan: chaos
title: Chaos
version: '1'
owner: Tests
timezone: Etc/UTC
roles: { lead: Lead, ops: Operations }
targets: { app: { title: Host }, db: { title: The same host by another name } }
variables: { API: The service that is rolled back }
severities: { P0: { title: At once, deciders: [lead], respondWithin: 5m, action: roll-back } }
triggers: [{ severity: P0, title: Always }]
checklist: [{ id: sure, title: Somebody is sure }]
approval: { validFor: 15m }
schemes:${[
  scheme(
    'seven',
    [
      ...[step('one'), step('two', { body: UNTIDY }), step('three'), step('four', { effect: 'irreversible' })],
      ...[step('five', { target: 'db' }), step('six'), step('seven')],
    ],
    WELL + POSTED + ASKED,
  ),
  scheme('person', [step('one'), BY_HAND, step('two')]),
  scheme('short', [step('one'), step('two')], WELL + ASKED),
  scheme('mendable', [undoable('one'), undoable('two', MENDABLE), undoable('three')], WELL, restoring()),
  scheme('long', [undoable('one'), undoable('two', GATE), undoable('three')], WELL, restoring()),
  scheme('wrong', [undoable('one'), undoable('two')], check('mended', 'test -e "$HOME/mended"'), restoring()),
  scheme('reverts', [undoable('one'), undoable('two')], check('never', 'false'), restoring('verification')),
  scheme('stuck', [step('one', { undo: BROKEN }), undoable('two', BROKEN)], WELL, restoring('step')),
].join('')}
`;

const reading: PlanReading = readPlan(PLAN_TEXT, 'c'.repeat(64));
if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 1));

/** What the stories roll back. */
export const PLAN = reading.plan;

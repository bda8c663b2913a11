import { type PlanReading, readPlan } from '../../src/plan/read-plan.js';

/**
 * A step of these plans writes its own token when it begins and when it ends: the host is the witness, not the bot. The token
 * is where the runner put the script, so each attempt tells its own. `GATE` waits for a file that the test makes.
 */
export const TOKEN = `token=\${0%/*}; token=\${token##*/}`;
const witnessed = (body: string) => `
          ${TOKEN}
          echo "$token begin" >>"$HOME/witness"
          ${body}
          echo "$token end" >>"$HOME/witness"`;
const GATE = 'until [ -e "$HOME/gate-$BACKOUT_STEP" ]; do sleep 0.02; done';
const SOMETIMES = '[ -e "$HOME/mended" ] || exit 7';

type Written = { readonly body?: string; readonly target?: string; readonly effect?: string };

const step = (id: string, { body = 'echo done', target = 'app', effect = 'reversible' }: Written = {}) => `
      - id: ${id}
        title: Step ${id}
        target: ${target}
        effect: ${effect}
        deadline: 60s
        run: |${witnessed(body)}`;

const check = (id: string, run: string) =>
  `\n      - { id: ${id}, title: Check ${id}, command: { target: app, run: '${run}' } }`;
const asked = '\n      - { id: users, title: Users are well, manual: { role: ops, within: 30m } }';

const scheme = (key: string, steps: readonly string[], checks: string, more = '') => `
  ${key}:
    title: Scheme ${key}
    when: [Always]
    version: v1
    budget: 5m
    prechecks:
      - { id: there, title: The host is there, blocking: true, command: { target: app, run: 'true' } }
    steps:${steps.join('')}
    checks:${checks}${more}`;

// Leaves a daemon that holds its output, prints a good deal, and would not end at TERM.
const UNTIDY = `trap "" TERM; sleep 300 & i=0; while [ $i -lt 200 ]; do echo "line $i"; i=$((i+1)); done`;

/** The plan file. */
export const PLAN_TEXT = `
plan: chaos
title: Chaos
version: '1'
owner: Tests
timezone: UTC
roles: { lead: Lead, ops: Operations }
targets: { app: { title: Host }, db: { title: The same host by another name } }
severities: { P0: { title: At once, deciders: [lead], respondWithin: 5m, action: roll-back } }
triggers: [{ severity: P0, title: Always }]
approval: { validFor: 15m }
schemes:${[
  scheme(
    'seven',
    [
      ...[step('one'), step('two', { body: UNTIDY }), step('three'), step('four', { effect: 'irreversible' })],
      ...[step('five', { target: 'db' }), step('six'), step('seven')],
    ],
    check('well', 'true') + asked,
  ),
  scheme('short', [step('one'), step('two')], check('well', 'true') + asked),
  scheme('fails', [step('one'), step('two', { body: SOMETIMES }), step('three')], check('well', 'true')),
  scheme('long', [step('one'), step('two', { body: GATE }), step('three')], check('well', 'true')),
].join('')}
`;

const reading: PlanReading = readPlan(PLAN_TEXT, 'c'.repeat(64));
if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 1));

/** What the stories roll back. */
export const PLAN = reading.plan;

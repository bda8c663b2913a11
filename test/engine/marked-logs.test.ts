import { appendFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.js';
import { journalScript } from '../../src/plan/host-check-scripts.js';
import { ask, openRun, until } from '../helpers/engine-run.js';
import { journalctlStandIn, systemctlStandIn } from '../helpers/journal-stand-ins.js';
import { smallSystem, stamp } from '../helpers/small-system.js';
import { CTO } from '../helpers/story.js';

/** The small plan's run; its step that restores does `during` to the log, by a stand-in for `cp`. */
async function restore(before: string | undefined, during: string) {
  const small = smallSystem();
  const { machine, variables, deps } = small;
  machine.file(`backups of files/${stamp(1)}/user_system.py`, 'fine');
  machine.file('routes/user_system.py', 'broken');
  if (before !== undefined) writeFileSync(variables.ERROR_LOG, before);
  // What the step that restores does to the log, in its folder.
  const restoring = `case "$*" in *"$BACKUP"*) (cd -- "$(dirname -- "$ERROR_LOG")"; ${during}) ;; esac`;
  machine.standIn('cp', `${restoring}\nexec /bin/cp "$@"`);
  const { engine, id, decide } = await openRun(deps, { ...ask, system: 'meiyueart', scheme: 'files', severity: 'NOW' });
  // Between the request and the first step: not the rollback's doing.
  if (before !== undefined) appendFileSync(variables.ERROR_LOG, 'ERROR while people decide\n');
  await decide(CTO);
  // A required check that fails leaves the choice to people.
  const closed = await until(engine, id, ({ phase }) => phase === 'closed' || phase === 'stopped');
  const { answer } = closed.checks.find((check) => check.id === 'log') ?? {};
  return { closed, verdict: answer?.verdict, evidence: answer?.evidence };
}

it('counts only what was written since the first step', async () => {
  const { closed, verdict, evidence } = await restore('ERROR long ago\n', 'echo ready >>error.log');
  expect(closed.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'confirm-backup succeeded',
    'mark-logs-web succeeded',
    'restore-snapshot succeeded',
    'restore succeeded',
  ]);
  expect({ outcome: closed.outcome, verdict }).toEqual({ outcome: 'succeeded', verdict: 'pass' });
  expect(evidence).toContain('1 new lines');
});

it.each([
  ['was written to it', 'echo "new Error" >>error.log'],
  ['was written before it was rotated', 'echo "new Error" >>error.log; mv error.log error.log.1; echo ok >error.log'],
  ['was written after it was rotated', 'mv error.log error.log.1; echo "new Error" >error.log'],
  ['was written after it was cut short', ': >error.log; echo "new Error" >>error.log'],
])('fails the run when an error %s', async (_what, during) => {
  const { closed, verdict, evidence } = await restore('fine\nfine\nfine\n', during);
  expect({ cause: closed.stopped?.cause, verdict }).toEqual({ cause: 'verification', verdict: 'fail' });
  expect(evidence).toContain('new Error');
});

it('reads a log from its beginning that came into being with the run', async () => {
  expect(await restore(undefined, 'echo ready >error.log')).toMatchObject({ verdict: 'pass' });
  expect(await restore(undefined, 'echo error >error.log')).toMatchObject({ verdict: 'fail' });
});

it('passes for no log at all never', async () => {
  expect((await restore(undefined, ':')).verdict).toBe('fail');
});

it('passes for a rotated log that stays clean', async () => {
  const { verdict, evidence } = await restore('ERROR long ago\n', 'mv error.log error.log.1; echo ok >error.log');
  expect(verdict).toBe('pass');
  expect(evidence).toContain('rotated to');
});

it.each([
  ['passes while the unit writes nothing wrong', 'shop ready', 'pass', '1 new lines in the journal of shop'],
  ['fails when the unit writes an error', 'shop Error: no database', 'fail', 'no database'],
])('in a journal, with a stand-in for it: %s', async (_what, written, verdict, evidence) => {
  const small = smallSystem();
  const { machine, deps } = small;
  const journal = machine.file('journal', '900 init Started shop.\n900 shop Error long ago\n');
  machine.standIn('journalctl', `export JOURNAL="${journal}"\n${journalctlStandIn}`);
  machine.standIn('systemctl', systemctlStandIn);
  const { plan } = small.system;
  const schemes = plan.schemes.map((scheme) => ({
    ...scheme,
    checks: scheme.checks.map(({ id, title }): Check => {
      const asked = {
        id,
        title,
        weight: 'required',
        area: 'service',
        retry: { times: 1, every: 0 },
        cites: [],
      } as const;
      const run = journalScript({ unit: 'shop', without: 'error' });
      return { ...asked, kind: 'command', target: 'web', run, since: true, deadline: 10_000 };
    }),
    steps: scheme.steps.map((step) => ({ ...step, run: `echo "$(date +%s) ${written}" >>"${journal}"` })),
  }));
  const changed = { systems: () => [{ ...small.system, plan: { ...plan, schemes } }], problems: () => [] };
  machine.file(`databases/data_${stamp(1)}.db`, 'x');
  const wish = { ...ask, system: 'meiyueart', scheme: 'database', severity: 'NOW' };
  const { engine, id, decide } = await openRun({ ...deps, catalog: changed }, wish);
  await decide(CTO);
  const ended = await until(engine, id, ({ phase }) => phase === 'closed' || phase === 'stopped');
  expect(ended.steps.map((step) => step.id)).toContain('mark-logs-web');
  expect(ended.checks).toMatchObject([{ answer: { verdict, evidence: expect.stringContaining(evidence) } }]);
});

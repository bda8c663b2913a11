import { expect, it } from 'vitest';
import { needsOf, toolsOf } from '../../src/doctor/needs.js';
import { s2Plan } from '../helpers/plan.js';

const names = (text: string) => toolsOf(text).map(({ tool }) => tool);

it('names the commands that a script calls, behind sudo and in substitutions too, and nothing that sh brings along', () => {
  const text =
    'set -eu\nsudo systemctl restart "$SERVICE"\nfor f in a b; do cp "$f" "$(basename "$f")"; done\ntest -f x && echo y | jq .';
  expect(names(text).toSorted()).toEqual(['basename', 'cp', 'jq', 'sudo', 'systemctl']);
});

it('leaves out functions, variables and what lies below the working directory', () => {
  expect(names('stop() { exit 2; }\n[ -f a ] || stop\n"$PYTHON" a.py\n./deploy_now.sh\n/opt/app/reload')).toEqual([
    '/opt/app/reload',
  ]);
});

it('asks for no command that the script itself asks for first', () => {
  expect(toolsOf('if command -v docker >/dev/null; then docker ps; fi\ngit status')).toEqual([
    { tool: 'docker', isOptional: true },
    { tool: 'git', isOptional: false },
  ]);
});

it('tells the accounts of a target apart, and what the runner itself needs', () => {
  const plan = s2Plan();
  const [scheme, ...others] = plan.schemes;
  const [step, ...steps] = scheme!.steps;
  const asRoot = { ...step!, user: 'root', run: 'systemctl restart app', secrets: ['ADMIN_KEY'] };
  const changed = { ...plan, schemes: [{ ...scheme!, steps: [asRoot, ...steps] }, ...others] };
  const needs = needsOf(changed, step!.target);
  expect(needs.tools.get('root')).toEqual([{ tool: 'systemctl', isOptional: false }]);
  expect(needs.tools.get('')?.map(({ tool }) => tool)).toEqual(expect.arrayContaining(['sh', 'setsid', 'flock']));
  expect(needs.secrets).toBe(true);
  expect(needsOf(changed, 'elsewhere').tools.get('root')).toBeUndefined();
});

it('knows where checks read the journal of systemd', () => {
  const plan = s2Plan();
  const [scheme, ...others] = plan.schemes;
  const log = plan.schemes
    .flatMap(({ prechecks, checks }) => [...prechecks, ...checks])
    .find((check) => check.kind === 'command');
  if (log?.kind !== 'command') throw new Error('the plan asks a host');
  const ofUnit = { ...log, id: 'unit-log', since: true } as const;
  const changed = { ...plan, schemes: [{ ...scheme!, checks: [...scheme!.checks, ofUnit] }, ...others] };
  expect([needsOf(plan, log.target).journal, needsOf(changed, log.target).journal]).toEqual([false, true]);
  expect(needsOf(changed, 'elsewhere').journal).toBe(false);
});

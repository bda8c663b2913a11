import type { Check, CommandCheck } from './check.js';
import type { Command, Plan, TargetRole } from './plan.js';
import type { Scheme, SideScript, Step } from './scheme.js';
import type { Text } from './text.js';

/** The hosts of each group target in the order of the inventory; the first is the canary (S4.3). */
export type Groups = Readonly<Record<string, readonly string[]>>;

/**
 * A plan whose groups of hosts have become those hosts. Consecutive steps of one group run host by host: all of them on the
 * canary, then all on the next, so that a step which fails stops before the next host is touched. What looks at a group looks
 * at each of its hosts.
 */
export function expandGroups(plan: Plan, groups: Groups): Plan {
  if (Object.keys(groups).length === 0) return plan;
  return {
    ...plan,
    targets: plan.targets.flatMap((target) => targetsFor(target, groups)),
    schemes: plan.schemes.map((scheme) => expandIn(scheme, groups)),
    commands: plan.commands.flatMap((command) => commandsFor(command, groups)),
  };
}

/** `app-2 · 恢复文件`: whatever is said of one host of a group begins with it. */
export function onHost(title: Text, host: string): Text {
  if (typeof title === 'string') return `${host} · ${title}`;
  return { 'zh-CN': `${host} · ${title['zh-CN']}`, en: `${host} · ${title.en}` };
}

function targetsFor({ group: _, ...target }: TargetRole, groups: Groups): readonly TargetRole[] {
  const { name, title } = target;
  return groups[name]?.map((host) => ({ name: host, title: onHost(title, host) })) ?? [target];
}

function commandsFor(command: Command, groups: Groups): readonly Command[] {
  const hosts = groups[command.target];
  if (!hosts) return [command];
  return hosts.map((target) => ({ ...command, target, title: onHost(command.title, target) }));
}

function expandIn(scheme: Scheme, groups: Groups): Scheme {
  const checksFor = (list: readonly Check[]) => list.flatMap((check) => checksOf(check, groups));
  const { restore } = scheme;
  const kept = restore?.kept.flatMap((check) => commandsOf(check, groups)) ?? [];
  return {
    ...scheme,
    prechecks: checksFor(scheme.prechecks),
    steps: hostByHost(scheme.steps, groups),
    checks: checksFor(scheme.checks),
    ...(restore ? { restore: { ...restore, checks: checksFor(restore.checks), kept } } : {}),
  };
}

function checksOf(check: Check, groups: Groups): readonly Check[] {
  return check.kind === 'command' ? commandsOf(check, groups) : [check];
}

function commandsOf(check: CommandCheck, groups: Groups): readonly CommandCheck[] {
  return groups[check.target]?.map((host) => ({ ...check, ...placedOn(check, host) })) ?? [check];
}

function placedOn({ id, title }: { readonly id: string; readonly title: Text }, host: string) {
  return { id: `${id}-${host}`, title: onHost(title, host), target: host };
}

function hostByHost(steps: readonly Step[], groups: Groups): readonly Step[] {
  return runsOf(steps).flatMap((run) => {
    const hosts = groups[run[0]?.target ?? ''];
    return hosts ? hosts.flatMap((host) => run.map((step) => stepOn(step, host))) : run;
  });
}

/** Consecutive steps of one target. */
function runsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const runs: Step[][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last?.[0]?.target === step.target) last.push(step);
    else runs.push([step]);
  }
  return runs;
}

function stepOn({ snapshot, undo, ...step }: Step, host: string): Step {
  const beside = (script: SideScript) => ({ ...script, title: onHost(script.title, host) });
  return {
    ...step,
    ...placedOn(step, host),
    ...(snapshot ? { snapshot: beside(snapshot) } : {}),
    ...(undo ? { undo: beside(undo) } : {}),
  };
}

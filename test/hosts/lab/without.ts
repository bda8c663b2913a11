import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { Lab } from '../../../sandbox/lab/lab.js';
import type { LabSystem } from '../../../sandbox/lab/lab-system.js';
import { answer, ask, cardWith, DIRECTOR, tick, type Walk } from '../../e2e/walk.js';
import { type LabStage, raiseLabStage } from './lab-stage.js';

type Step = { readonly id: string; readonly target: string; readonly undo?: unknown };
type Plan = { readonly schemes: Record<string, { steps?: readonly Step[]; restore?: unknown }> };
export type Removed = { readonly scheme: string; readonly steps: readonly string[] };

/**
 * Rolls back by a plan that lost the steps that restore, through a bot of its own. Returns the card once it says that the
 * verification failed, and ends the run as failed.
 */
export async function rollBackWithout<Name extends string>(
  lab: Lab<Name>,
  removed: Removed,
  systemWith: (plans: string) => LabSystem,
  walk: Omit<Walk, 'people' | 'channel' | 'command'>,
): Promise<string> {
  const system = systemWith('');
  const stage = await raiseStageWithout(lab, [removed], system);
  const asked = { people: stage.people, channel: system.channel, command: `scheme-${removed.scheme}` };
  try {
    return await rollBackInVain({ ...walk, ...asked });
  } finally {
    await stage.close();
  }
}

/** A bot with a plan that lost the steps that restore, in one scheme or in several; a scheme made of them lacks them, too. */
export function raiseStageWithout<Name extends string>(
  lab: Lab<Name>,
  removed: readonly Removed[],
  system: LabSystem,
): Promise<LabStage> {
  const plans = join(dirname(lab.hostsFile), `plans-without-${removed.flatMap(({ steps }) => steps).join('-')}`);
  const from = system.plans || fileURLToPath(new URL('../../../plans', import.meta.url));
  const text = readFileSync(join(from, `${system.name}.yaml`), 'utf8');
  mkdirSync(plans, { recursive: true });
  writeFileSync(join(plans, `${system.name}.yaml`), planWithout(text, removed));
  return raiseLabStage(lab, { ...system, plans });
}

/** Rolls back by such a plan: the card once it says that the verification failed, or what else is expected (`end`). */
export async function rollBackInVain(each: Walk): Promise<string> {
  await ask(each);
  await tick(each);
  await each.people.click(DIRECTOR, '批准', { confirm: true });
  await answer(each);
  const card = await cardWith(each, each.end ?? '这些验证未通过或没有结果', 120_000);
  // A run that changed nothing has nothing to decide.
  if (card.includes('以失败结束')) {
    await each.people.click(DIRECTOR, '以失败结束');
    await each.people.waitForModal(DIRECTOR, { timeoutMs: 20_000 });
    await each.people.submit(DIRECTOR, { 理由: '没有恢复' });
  }
  await cardWith(each, each.end ?? '回滚失败', 60_000);
  return card;
}

/** Nothing else is changed, but that nobody waits long for what will not come. */
export function planWithout(text: string, removed: readonly Removed[]): string {
  const plan = parse(text) as Plan;
  for (const each of removed) removeFrom(plan, each);
  const impatient = JSON.stringify(plan, (key, value) => (key === 'times' ? Math.min(value, 4) : value));
  return stringify(JSON.parse(impatient), { aliasDuplicateObjects: false });
}

function removeFrom(plan: Plan, removed: Removed): void {
  const scheme = plan.schemes[removed.scheme];
  const [first] = scheme?.steps ?? [];
  if (!scheme?.steps || !first) throw new Error(`no steps in scheme ${removed.scheme}`);
  const left = scheme.steps.filter(({ id }) => !removed.steps.includes(id));
  if (left.length + removed.steps.length !== scheme.steps.length) throw new Error(`not all of ${removed.steps}`);
  const title = { 'zh-CN': '只看一看', en: 'Only look' };
  // A scheme needs a step.
  const look = { id: 'look', title, target: first.target, run: 'date', effect: 'read-only', deadline: '10s' };
  scheme.steps = left.length > 0 ? left : [look];
  // Nor may it speak of putting things back where nothing is undone.
  if (!scheme.steps.some(({ undo }) => undo)) delete scheme.restore;
}

import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { expandScheme } from '../../src/domain/expand-scheme.js';
import type { Plan } from '../../src/domain/plan.js';
import type { Step } from '../../src/domain/scheme.js';
import { undoStep } from '../../src/domain/undo-steps.js';
import { CONDITION_CODES } from '../../src/engine/conditional.js';
import { stepScript } from '../../src/engine/step-script.js';
import type { Ended } from '../sandbox/systems/shell.js';

type Shell = (script: string, more?: Record<string, string>) => Promise<Ended>;

export type Ground = {
  readonly plan: Plan;
  readonly scheme: string;
  readonly run: string;
  /** A shell of each target. */
  readonly on: Readonly<Record<string, Shell>>;
  /** What the inventory, the chosen backup and the secrets give. */
  readonly values: Readonly<Record<string, string>>;
};

/** Carries out a scheme's steps on demonstration hosts and takes them back, as a run would. */
export function hands({ plan, scheme: key, run, on, values }: Ground) {
  const scheme = plan.schemes.find((each) => each.key === key);
  if (!scheme?.restore) throw new Error(`scheme ${key} can be taken back`);
  const { restore } = scheme;
  const steps = expandScheme(scheme, plan.backups).steps.filter(({ id }) => !/^(confirm-backup|mark-logs-)/.test(id));
  const shell = (target: string) => on[target] ?? (() => Promise.reject(new Error(`no host ${target}`)));
  const enter = (step: Step): Promise<Ended> => {
    const { text, env } = stepScript(step, { ...values, BACKOUT_RUN: run, BACKOUT_STEP: step.id });
    return shell(step.target)(text, { ...env });
  };
  const must = async (step: Step) => {
    const end = await enter(step);
    const isLeftOut = step.when !== undefined && end.code === CONDITION_CODES.unneeded;
    if (end.code !== 0 && !isLeftOut) throw new Error(`${step.id} ended with ${end.code}\n${end.out}${end.err}`);
  };
  const upTo = (last: string | undefined) => {
    const index = steps.findIndex(({ id }) => id === last);
    return index === -1 ? steps : steps.slice(0, index + 1);
  };
  const asked = async ({ target, run: text }: { readonly target: string; readonly run: string }) =>
    (await shell(target)(text, { ...values, BACKOUT_RUN: run })).code === 0;

  return {
    /** All steps, or those up to the one named. */
    async carryOut(last?: string): Promise<void> {
      for (const step of upTo(last)) await must(step);
    },
    /** Undoes what began, from the last step to the first; `between` is called before each. */
    async takeBack(last?: string, between?: (undo: string) => void): Promise<void> {
      for (const step of upTo(last)
        .toReversed()
        .flatMap((each) => undoStep(each) ?? [])) {
        between?.(step.id);
        await must(step);
      }
    },
    /** Ids of the steps whose own look says that their work is there. */
    async done(): Promise<readonly string[]> {
      const found: string[] = [];
      for (const step of steps) {
        if (step.verify && (await enter({ ...step, ...step.verify })).code === 0) found.push(step.id);
      }
      return found;
    },
    /** Whether everything that the plan asks after a restore says yes, asked again for a while. */
    async isAsBefore(): Promise<boolean> {
      for (const check of restore.checks) {
        if (check.kind !== 'command') throw new Error(`${check.id} looks at a host`);
        const isPatient = check.retry.times > 1;
        const isSeen = isPatient
          ? await waitUntil(() => asked(check), { what: check.id, timeoutMs: 10_000 }).catch(() => false)
          : await asked(check);
        if (!isSeen) return false;
      }
      return true;
    },
    isKept: async (): Promise<boolean> => {
      const answers = await Promise.all(restore.kept.map(asked));
      return answers.length > 0 && answers.every((isYes) => isYes);
    },
  };
}

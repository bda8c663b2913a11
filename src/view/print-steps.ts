import { MARK_STEP } from '../domain/expand-scheme.js';
import type { Plan } from '../domain/plan.js';
import type { ManualStep, Step } from '../domain/scheme.js';
import { type Language, say } from '../domain/text.js';
import type { Paper } from './print-checks.js';
import { enteredNames, reach, runBlock, secretBlock, shellBlock } from './print-shell.js';
import { printWords } from './print-words.js';
import { shownEffect } from './step-effect.js';
import { duration } from './time.js';
import { words } from './words/words.js';

/** A step on paper: what its file is called, and for one that takes back another, when it is to be left out. */
type Written = { readonly step: Step; readonly file: string; readonly note?: string };

/** Steps as people carry them out: where, with which secrets, the commands, and how to see that they worked. */
export function writtenSteps(steps: readonly Written[], paper: Paper): readonly string[] {
  const { plan, language, system } = paper;
  const used = plan.secrets.filter(({ name }) => steps.some(({ step }) => step.secrets.includes(name)));
  const removal = used.map(({ name }) => `rm -f -- "$paper/${name}"`);
  const done: string[] = [];
  const parts = steps.flatMap((written, index) => {
    const { secrets, target } = written.step;
    const fresh = used.filter(({ name }) => secrets.includes(name) && !done.includes(`${target} ${name}`));
    done.push(...fresh.map(({ name }) => `${target} ${name}`));
    const entered = fresh.flatMap((secret) => secretBlock(secret, system, language));
    return [...stepHead(written, index + 1, paper), ...entered, ...stepBody(written, paper)];
  });
  return [...parts, ...(removal.length > 0 ? [printWords(language).removeSecrets, shellBlock(...removal)] : [])];
}

function stepHead({ step, note }: Written, number: number, { plan, language, system }: Paper) {
  const w = printWords(language);
  const facts = [
    ...(note === undefined ? [w.effect[shownEffect(step)]] : []),
    w.deadline(duration(step.deadline, words(language))),
  ];
  const often = step.repeat === 'fenced' || step.repeat === 'once' ? [w.once] : [];
  return [
    `### ${number}. ${say(step.title, language)}`,
    ...(note === undefined ? [] : [note]),
    step.manual ? w.ask(roleOf(step.manual, plan, language)) : w.host(reach(step.target, plan, system, language)),
    [w.facts(facts), ...often].join(words(language).space),
  ];
}

function roleOf({ role }: ManualStep, { roles }: Plan, language: Language): string {
  return role === undefined ? printWords(language).anybody : say(roles[role] ?? role, language);
}

function stepBody({ step, file }: Written, { plan, scheme, language }: Paper): readonly string[] {
  const w = printWords(language);
  if (step.manual) return [step.manual.instructions.map((each, n) => `${n + 1}. ${say(each, language)}`).join('\n')];
  const { directory, user, environment, verify, when } = step;
  const call = {
    step: step.id,
    environment,
    names: enteredNames(plan, scheme),
    ...(directory === undefined ? {} : { directory }),
    ...(user === undefined ? {} : { user }),
  };
  const into = step.id.startsWith(MARK_STEP) ? { into: 'marks' } : {};
  const look = verify ? [w.unsure, runBlock({ file: `look-${step.id}`, run: verify.run, ...call })] : [];
  const asked = when
    ? [w.onlyIf(say(when.title, language)), runBlock({ file: `needed-${step.id}`, run: when.run, ...call })]
    : [];
  return [...asked, runBlock({ file, run: step.run, ...call, ...into }), w.worked, ...look];
}

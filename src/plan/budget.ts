import type { Scheme } from '../domain/scheme.js';
import { type Bilingual, both } from '../domain/text.js';
import { type Milliseconds, parseDuration } from '../domain/time.js';
import type { Broken, Path } from './broken.js';
import { programOf } from './shell/program.js';
import { parseShell } from './shell/script.js';

/** A budget that the scheme's own waits use up: what its steps sleep, and the longest soak of its checks. */
export function budgetProblems(at: Path, { budget, steps, checks }: Scheme): readonly Broken[] {
  const scripts = steps.flatMap(({ run, snapshot, when }) => [snapshot?.run ?? '', when?.run ?? '', run]);
  const sleeps = scripts.reduce((sum, script) => sum + sleptBy(script), 0);
  const soak = Math.max(0, ...checks.map((check) => check.soak?.lasts ?? 0));
  const waits = sleeps + soak;
  if (waits <= budget) return [];
  const parts = [
    ...(sleeps > 0 ? [both(`its steps sleep ${spelled(sleeps)}`, `步骤里 sleep 共 ${spelled(sleeps)}`)] : []),
    ...(soak > 0 ? [both(`its longest soak lasts ${spelled(soak)}`, `最长的 soak 要 ${spelled(soak)}`)] : []),
    ...(sleeps > 0 && soak > 0 ? [both(`${spelled(waits)} in all`, `合计 ${spelled(waits)}`)] : []),
  ];
  return [{ path: [...at, 'budget'], message: tooShort(spelled(budget), parts) }];
}

function tooShort(budget: string, parts: readonly Bilingual[]): Bilingual {
  const [en, zh] = [parts.map((part) => part.en).join(', '), parts.map((part) => part['zh-CN']).join('，')];
  return both(
    `the budget of ${budget} is shorter than the waits: ${en}; write a longer budget or wait less (retries and deadlines are not counted)`,
    `预计耗时 ${budget} 比等待的时间还短：${zh}；请把 budget 写长些，或少等一些（重试和超时不计在内）`,
  );
}

/** The waits that stand in a script as numbers, each counted once. */
function sleptBy(script: string): Milliseconds {
  const durations = parseShell(script).commands.flatMap((command) => {
    const program = programOf(command);
    return program?.word.text === 'sleep' ? program.rest.map(({ text }) => sleptFor(text)) : [];
  });
  return durations.reduce((sum, each) => sum + each, 0);
}

function sleptFor(text: string): Milliseconds {
  const [, number = '', unit] = /^(\d{1,9}(?:\.\d{1,9})?)([smhd]?)$/.exec(text) ?? [];
  return Number(number) * (parseDuration(`1${unit || 's'}`) ?? 0);
}

const UNITS = ['d', 'h', 'm', 's'] as const;

/** `90s`, `2m`: in the largest unit that leaves no rest, as a plan would say it. */
function spelled(span: Milliseconds): string {
  const unit = UNITS.find((each) => span % (parseDuration(`1${each}`) ?? 1) === 0);
  return unit ? `${span / (parseDuration(`1${unit}`) ?? 1)}${unit}` : `${span}ms`;
}

import type { RichTextBlock } from '@slack/types';
import type { Check } from '../domain/check.js';
import type { Step } from '../domain/scheme.js';
import { addressOf } from '../domain/target.js';
import { type Language, say } from '../domain/text.js';
import { cut, oneLine } from './characters.js';
import { checkMarks } from './check-marks.js';
import { backupFacts, backupName } from './chosen-backup.js';
import type { Tried } from './dry-run.js';
import { instructionLines } from './manual-steps.js';
import { problemText } from './problem.js';
import { readOut } from './read-out.js';
import { type Line, lines, preformatted, richText } from './rich-text.js';
import { MAX_NAMED, MAX_ROWS } from './rows.js';
import { shownEffect } from './step-effect.js';
import { isAdded } from './steps.js';
import { dateTime, duration } from './time.js';
import type { Words } from './words/words.js';

const MAX_EVIDENCE = 300;

type Reader = { readonly language: Language; readonly w: Words };
type Asked = Tried['prechecks'][number];

/** Whether a request would get as far as its decision. */
export function dryRunVerdict({ prechecks }: Tried, { language, w }: Reader): string {
  const blocking = prechecks.filter(
    ({ check, answer }) => check.weight === 'required' && answer.verdict !== 'pass' && !isNotSent(check),
  );
  if (blocking.length === 0) return w.dryRun.ready;
  return w.dryRun.blocked(blocking.map(({ check }) => say(check.title, language)).join(w.and));
}

/** What it would go back to, how long it may take, and when this was asked. */
export function dryRunFacts({ system, scheme, backup, version, at }: Tried, { w }: Reader): readonly Line[] {
  const { timezone } = system.plan;
  const fact = (name: string, ...value: Line): Line => [{ bold: `${name}${w.colon}` }, ...value];
  return [
    ...(backup
      ? [
          fact(
            w.request.backup,
            { code: backupName(backup) },
            w.aside(backupFacts(backup, { timezone, sources: system.plan.backups, at }, w)),
          ),
        ]
      : []),
    ...(version === undefined || version === backup?.name ? [] : [fact(w.request.version, version)]),
    fact(w.run.estimate, w.run.within(duration(scheme.budget, w))),
    fact(w.run.environment, system.environment),
    fact(w.dryRun.askedAt, dateTime(at, timezone)),
  ];
}

/** Each pre-check with its answer and what it saw; of very many those that passed are counted, and the others come first. */
export function dryRunPrechecks({ prechecks }: Tried, reader: Reader): readonly Line[] {
  const linesOf = (list: readonly Asked[]) => list.flatMap((asked) => precheckLines(asked, reader));
  if (prechecks.length <= MAX_ROWS) return linesOf(prechecks);
  const { run } = reader.w;
  const others = prechecks.filter(({ check, answer }) => answer.verdict !== 'pass' || isNotSent(check));
  const passed = prechecks.length - others.length;
  const glyph = others.length === 0 ? run.glyph.complete : run.glyph.pending;
  return [...linesOf(others.slice(0, MAX_NAMED)), [`${glyph} ${run.passed(passed, prechecks.length)}`]];
}

/** As many as a message has room for, and how many more there are. */
export function upToMany(rows: readonly Line[], { w }: Reader): readonly Line[] {
  const rest = rows.length - MAX_ROWS;
  return rest > 0 ? [...rows.slice(0, MAX_ROWS), [w.dryRun.more(rest)]] : rows;
}

function precheckLines({ check, answer }: Asked, { language, w }: Reader): readonly Line[] {
  const title = say(check.title, language);
  if (isNotSent(check)) return [[`${w.run.glyph.pending} ${title} · ${w.dryRun.notSent}`]];
  const { verdict, evidence, failure } = answer;
  const mark = check.weight === 'advisory' && verdict !== 'pass' ? w.aside(w.run.doesNotBlock) : '';
  const head: Line = [`${w.run.verdictGlyph[verdict]} ${title} · ${w.run.verdict[verdict]}${mark}`];
  const why = failure ? [`${problemText(failure, language)} `] : [];
  const seen = evidence.trim() === '' ? [] : [{ code: cut(oneLine(readOut(answer, w)), MAX_EVIDENCE) }];
  return why.length + seen.length > 0 ? [head, [`    ${w.run.evidence}${w.colon}`, ...why, ...seen]] : [head];
}

/** A check that changes something is not asked. */
function isNotSent(check: Check): boolean {
  return check.kind === 'http' && check.writes;
}

/** Each step with its script; of those that Backout adds, the title says it. */
export function stepBlocks(tried: Tried, reader: Reader): readonly RichTextBlock[] {
  return tried.scheme.steps.map((step, index) => {
    const title = lines(stepLine(tried, step, index + 1, reader));
    if (step.manual) return richText(title, lines(...instructionLines(step.manual, reader)));
    return isAdded(step) ? richText(title) : richText(title, preformatted(step.run.trimEnd()));
  });
}

/** `1. 关闭所有 v2 功能开关 · app（deploy@10.0.0.5） · 可以撤销`. */
export function stepLine({ system }: Tried, step: Step, number: number, { language, w }: Reader): Line {
  const target = system.targets[step.target];
  if (step.manual)
    return [
      { bold: `${number}. ${say(step.title, language)}` },
      ` · ${w.byPerson.place} · ${w.run.effect[shownEffect(step)]}`,
    ];
  const host = target ? `${step.target}${w.aside(addressOf(target))}` : step.target;
  const added = isAdded(step) ? ` · ${w.request.addedStep}` : '';
  const title = `${number}. ${say(step.title, language)}`;
  const only = step.when ? ` · ${w.request.onlyIf}${w.colon}${say(step.when.title, language)}` : '';
  return [{ bold: title }, ` · ${host} · ${w.run.effect[shownEffect(step)]}${only}${added}`];
}

/** What would be checked when the steps are done. */
export function dryRunChecks({ scheme }: Tried, { language, w }: Reader): readonly Line[] {
  return scheme.checks.map((check, index) => [
    `${index + 1}. ${say(check.title, language)}${checkMarks(check, { w })}`,
  ]);
}

import type { Check, Expectation, HttpRequest } from '../domain/check.js';
import type { Condition, ManualStep, SideScript, Step } from '../domain/scheme.js';
import { addressOf, type Target } from '../domain/target.js';
import { type Language, say } from '../domain/text.js';
import { field, mdCode, mdFence, mdText } from './markdown.js';
import { shownEffect } from './step-effect.js';
import { isAdded } from './steps.js';
import { duration } from './time.js';
import type { Words } from './words/words.js';

/** For whom steps and checks are written out, and where they run. */
export type ScriptReader = {
  readonly w: Words;
  readonly language: Language;
  readonly targets: Readonly<Record<string, Target>>;
};

/** A step whole, as Markdown: where and how it runs, its script, how its work is looked for, and how it is put back. */
export function stepText(reader: ScriptReader, step: Step, number: number): string {
  const { w, language } = reader;
  const added = isAdded(step) ? w.aside(w.request.addedStep) : '';
  const verify = step.verify ? [`**${w.request.verify}**`, mdFence(step.verify.run, 'sh')] : [];
  const undo = step.undo ? [`**${w.request.undo}**`, sideText(reader, step.undo)] : [];
  return [
    `### ${number}. ${mdText(say(step.title, language))}${added}`,
    stepFacts(reader, step).join('\n'),
    ...(step.when ? conditionText(reader, step.when) : []),
    ...(step.manual ? manualText(reader, step.manual) : [mdFence(step.run, 'sh')]),
    ...verify,
    ...undo,
  ].join('\n\n');
}

/** What is asked first, and what its answers mean. */
function conditionText({ w, language }: ScriptReader, { title, run, deadline }: Condition): readonly string[] {
  const { onlyIf, onlyIfHow } = w.request;
  const within = field(w.requestFile.deadline, duration(deadline, w), w.colon);
  return [`**${onlyIf}${w.colon}${mdText(say(title, language))}**`, `${onlyIfHow}\n${within}`, mdFence(run, 'sh')];
}

/** What a person does, in order. */
function manualText({ w, language }: ScriptReader, { instructions }: ManualStep): readonly string[] {
  const list = instructions.map((each, index) => `${index + 1}. ${mdText(say(each, language))}`);
  return [`**${w.byPerson.instructions}**`, list.join('\n')];
}

function stepFacts(reader: ScriptReader, step: Step): readonly string[] {
  const { w } = reader;
  const line = (name: string, value: string) => field(name, value, w.colon);
  const values = Object.entries(step.environment).map(([name, value]) => mdCode(`${name}=${value}`));
  return [
    line(w.run.hosts, mdText(targetText(reader, step.target))),
    ...(step.directory === undefined ? [] : [line(w.request.directory, mdCode(`$${step.directory}`))]),
    ...(step.user === undefined ? [] : [line(w.request.user, mdCode(step.user))]),
    ...(values.length > 0 ? [line(w.request.variables, values.join(w.and))] : []),
    line(w.requestFile.effect, w.run.effect[shownEffect(step)]),
    line(w.request.repeat, w.request.repeats[step.repeat]),
    line(w.requestFile.deadline, duration(step.deadline, w)),
    ...(step.inactivity === undefined ? [] : [line(w.request.inactivity, duration(step.inactivity, w))]),
    ...(step.secrets.length > 0 ? [line(w.requestFile.secretsUsed, step.secrets.map(mdCode).join(w.and))] : []),
  ];
}

function sideText({ w, language }: ScriptReader, { title, run, deadline }: SideScript): string {
  const within = field(w.requestFile.deadline, duration(deadline, w), w.colon);
  return `${mdText(say(title, language))}\n\n${within}\n\n${mdFence(run, 'sh')}`;
}

/** A check whole, as Markdown. `advisory` says what it means that it is not required. */
export function checkText(reader: ScriptReader, check: Check, advisory: string): string {
  const { w, language } = reader;
  const mark = check.weight === 'advisory' ? w.aside(advisory) : '';
  const { retry, soak } = check;
  const again =
    retry.times > 1
      ? [field(w.request.tries, w.request.everySoOften(retry.times, duration(retry.every, w)), w.colon)]
      : [];
  const holds = soak ? [field(w.request.soak, w.manual.soak(duration(soak.lasts, w)), w.colon)] : [];
  const about = [...again, ...holds];
  return [
    `### ${mdText(say(check.title, language))}${mark}`,
    ...(about.length > 0 ? [about.join('\n')] : []),
    ...checkBody(reader, check),
  ].join('\n\n');
}

function checkBody(reader: ScriptReader, check: Check): readonly string[] {
  const { w } = reader;
  if (check.kind === 'backup') return [field(w.requestFile.backupSource, mdCode(check.source), w.colon)];
  if (check.kind === 'http')
    return [
      w.requestFile.http(check.base),
      mdFence(check.requests.map((request) => requestLine(request, w)).join('\n')),
    ];
  if (check.kind === 'manual') return [`${w.requestFile.manual}${w.aside(w.run.within(duration(check.within, w)))}`];
  const contains = check.contains === undefined ? [] : [field(w.requestFile.contains, mdCode(check.contains), w.colon)];
  return [field(w.run.hosts, mdText(targetText(reader, check.target)), w.colon), ...contains, mdFence(check.run, 'sh')];
}

/** `GET /api/health → 200, status = "healthy", 30 × 1 s`. */
function requestLine(
  { method, path, body, headers, status, contains, lacks, json, save, series, retry }: HttpRequest,
  w: Words,
): string {
  if (series) return `${method} ${path} ${series.query} → ${w.requestFile.everySeries} ${wishText(series.every)}`;
  const named = Object.entries(headers).map(([name, value]) => ` [${name}: ${value}]`);
  const sent = body === undefined ? '' : ` ${JSON.stringify(body)}`;
  const expected = [
    ...(contains === undefined ? [] : [`∋ ${JSON.stringify(contains)}`]),
    ...(lacks === undefined ? [] : [`∌ ${JSON.stringify(lacks)}`]),
    ...Object.entries(json).map(([place, wish]) => `${place} ${wishText(wish)}`),
  ];
  const saved = Object.entries(save).map(([name, places]) => `${name} := ${places.join(' | ')}`);
  const tries = retry.times > 1 ? [`${retry.times} × ${retry.every / 1000} s`] : [];
  return `${method} ${path}${named.join('')}${sent} → ${[status, ...expected, ...saved, ...tries].join(', ')}`;
}

function wishText(wish: Expectation): string {
  if ('equals' in wish) return `= ${JSON.stringify(wish.equals)}`;
  if ('below' in wish) return `< ${wish.below}`;
  if ('variable' in wish) return `= $${wish.variable}`;
  return 'above' in wish ? `> ${wish.above}` : '≠ ∅';
}

/** `app（deploy@10.0.0.5）`. */
function targetText({ targets, w }: ScriptReader, name: string): string {
  if (name === '') return w.byPerson.place;
  const target = targets[name];
  return target ? `${name}${w.aside(addressOf(target))}` : name;
}

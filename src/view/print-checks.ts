import { singlesOf } from '../domain/backup-set.js';
import type { Check, CommandCheck, Expectation, HttpCheck, HttpRequest, ManualCheck } from '../domain/check.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { type Language, say } from '../domain/text.js';
import { quoted } from './local-place.js';
import { enteredNames, listLine, type PrintedSystem, reach, runBlock, shellBlock } from './print-shell.js';
import { printWords } from './print-words.js';
import { duration } from './time.js';
import { words } from './words/words.js';

/** What is put on paper. Without a system, hosts and values are left to fill in. */
export type Paper = {
  readonly plan: Plan;
  readonly scheme: Scheme;
  readonly system?: PrintedSystem;
  readonly language: Language;
};

/**
 * A check as people ask it: a box, what to enter, and what must come of it. `weight` says what a "no" means, `kind` tells
 * the files of its scripts from those of other checks.
 */
export function checkParts(check: Check, weight: string, paper: Paper, kind = 'check'): readonly string[] {
  const w = printWords(paper.language);
  const { aside, space } = words(paper.language);
  const time = (span: number) => duration(span, words(paper.language));
  const { times, every } = check.retry;
  const head = `- [ ] **${say(check.title, paper.language)}**${aside(weight)}`;
  const patience = [
    ...(times > 1 ? [w.again(times, time(every))] : []),
    ...(check.soak ? [w.stays(time(check.soak.lasts))] : []),
  ];
  return [head, ...bodyOf(check, paper, kind), ...(patience.length > 0 ? [patience.join(space)] : [])];
}

function bodyOf(check: Check, paper: Paper, kind: string): readonly string[] {
  switch (check.kind) {
    case 'command':
      return commandParts(check, paper, kind);
    case 'http':
      return httpParts(check, paper.language);
    case 'manual':
      return [manualText(check, paper)];
    case 'backup':
      return backupParts(check.source, paper);
  }
}

function commandParts(
  { id, target, run, contains, marks, since }: CommandCheck,
  { plan, scheme, system, language }: Paper,
  kind: string,
) {
  const w = printWords(language);
  const mark = marks === undefined && !since ? {} : { given: `LOG_MARK="$(sed -n 's/^${id} //p' "$paper/marks")"` };
  return [
    w.host(reach(target, plan, system, language)),
    runBlock({ file: `${kind}-${id}`, run, names: enteredNames(plan, scheme), ...mark }),
    ...(contains === undefined ? [] : [w.printed(contains)]),
  ];
}

function backupParts(name: string, { plan, system, language }: Paper): readonly string[] {
  const source = plan.backups.find((each) => each.name === name);
  if (!source) return [];
  return singlesOf(source).flatMap((single) => [
    printWords(language).host(reach(single.target, plan, system, language)),
    shellBlock(listLine(single)),
  ]);
}

function manualText({ role }: ManualCheck, { plan, language }: Paper): string {
  const w = printWords(language);
  return w.ask(role === undefined ? w.anybody : say(plan.roles[role] ?? role, language));
}

function httpParts(check: HttpCheck, language: Language): readonly string[] {
  const w = printWords(language);
  const parts = check.requests.flatMap((request) => {
    const json = Object.entries(request.json).map(([path, wanted]) => wantedText(path, wanted, language));
    const { contains, lacks } = request;
    const passages = [
      ...(contains === undefined ? [] : [w.holds(contains)]),
      ...(lacks === undefined ? [] : [w.misses(lacks)]),
    ];
    const saved = Object.entries(request.save).map(
      ([name, paths]) => `${name}= # ${w.fillIn}, ${w.fromAnswer(paths.join(words(language).and))}`,
    );
    const series = request.series ? [w.everySeries(wantedText('value', request.series.every, language))] : [];
    return [
      shellBlock(curlLine(request, check)),
      w.expect([w.status(request.status), ...passages, ...json, ...series]),
      ...(saved.length > 0 ? [shellBlock(...saved)] : []),
    ];
  });
  return [w.fromHere, ...parts];
}

function curlLine({ method, path, body, headers, series }: HttpRequest, { base, deadline }: HttpCheck): string {
  const seconds = Math.ceil(deadline / 1000);
  const json = body === undefined ? [] : [`-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`];
  return [
    `curl -sS --max-time ${seconds} -w '\\nHTTP %{http_code}\\n'`,
    ...(method === 'POST' ? ['-X POST'] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${filled(`${name}: ${value}`)}`),
    ...json,
    ...(series ? [`--get --data-urlencode ${quoted(`query=${series.query}`)}`] : []),
    `"$${base}"${filled(path)}`,
  ].join(' ');
}

/** `{NAME}` becomes the variable, all else stands for itself. */
function filled(template: string): string {
  const parts = template.split(/(\{[A-Z][A-Z0-9_]*\})/).filter((part) => part !== '');
  return parts.map((part) => (/^\{[A-Z]/.test(part) ? `"$${part.slice(1, -1)}"` : quoted(part))).join('');
}

function wantedText(path: string, wanted: Expectation, language: Language): string {
  const w = printWords(language);
  if ('below' in wanted) return w.below(path, wanted.below);
  if ('above' in wanted) return w.above(path, wanted.above);
  if ('present' in wanted) return w.present(path);
  return w.is(path, 'variable' in wanted ? `\`$${wanted.variable}\`` : `\`${JSON.stringify(wanted.equals)}\``);
}

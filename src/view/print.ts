import { singlesOf, sourceOf } from '../domain/backup-set.js';
import { CHANNELS, type Contact, isPlaceholder } from '../domain/contact.js';
import type { BackupSource, SingleSource } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import type { Field, Template } from '../domain/template.js';
import { type Language, say, type Text } from '../domain/text.js';
import { clocksText, termText } from './clocks.js';
import { checkParts, type Paper } from './print-checks.js';
import { printedSteps, restoreParts } from './print-restore.js';
import { backupBlocks, partBlocks, placeBlocks, reach, shellBlock, valuesBlock } from './print-shell.js';
import { writtenSteps } from './print-steps.js';
import { printWords } from './print-words.js';
import { duration } from './time.js';
import { words } from './words/words.js';

/** What is put on paper; `backup` is the name of the chosen one. */
export type PaperInput = Paper & { readonly backup?: string };

/** A scheme as Markdown for the night when the bot itself is down: everything to decide, to enter and to look at, in order. */
export function printScheme(paper: PaperInput): string {
  const parts = [
    ...heading(paper),
    ...whenParts(paper),
    ...decisionParts(paper),
    ...contactParts(paper),
    ...valueParts(paper),
    ...beforeParts(paper),
    ...stepParts(paper),
    ...checksParts(paper),
    ...restoreParts(paper),
    ...recordParts(paper),
    ...usefulParts(paper),
  ];
  return `${parts.join('\n\n')}\n`;
}

function heading({ plan, scheme, language, system }: PaperInput): readonly string[] {
  const w = printWords(language);
  return [
    `# ${w.title(`${say(plan.title, language)}${words(language).comma}${nameOf(scheme, language)}`)}`,
    w.about(plan.name, plan.version, plan.digest),
    system ? w.environment(system.environment) : w.noInventory,
    w.howTo,
  ];
}

function nameOf({ key, title }: Scheme, language: Language): string {
  return `${key} ${say(title, language)}`;
}

function whenParts({ plan, scheme, language }: PaperInput): readonly string[] {
  const w = printWords(language);
  const { colon, space } = words(language);
  const list = (name: string, texts: readonly Text[]) =>
    texts.length === 0 ? [] : [`${name}${colon}`.trimEnd(), bullets(texts.map((text) => say(text, language)))];
  const next = plan.schemes.find(({ key }) => key === scheme.next?.scheme);
  const ladder = next && scheme.next ? [w.next(nameOf(next, language), say(scheme.next.when, language))] : [];
  return [
    `## ${w.when}`,
    bullets(scheme.when.map((text) => say(text, language))),
    ...list(w.for, scheme.pros),
    ...list(w.against, scheme.cons),
    [w.budget(duration(scheme.budget, words(language))), ...ladder].join(space),
  ];
}

function decisionParts({ plan, language }: PaperInput): readonly string[] {
  const said = printWords(language);
  const w = words(language);
  const rows = plan.severities.map(({ key, title, deciders, instructions, ...clocks }) => [
    `${key} ${say(title, language)}`,
    deciders.map((role) => say(plan.roles[role] ?? role, language)).join(w.and),
    clocks.recoverWithin === undefined ? termText(clocks.respondWithin, w) : clocksText(clocks, w),
    instructions.map((text) => say(text, language)).join(w.semicolon),
  ]);
  return [`## ${said.who}`, table(said.severity, rows)];
}

function contactParts({ plan, language }: PaperInput): readonly string[] {
  const w = printWords(language);
  const { information, instructions } = plan.emergency;
  const titles = (items: readonly { readonly title: Text }[]) =>
    bullets(items.map(({ title }) => say(title, language)));
  const parts = [
    ...(plan.contacts.length > 0 ? [bullets(plan.contacts.map((contact) => contactText(contact, language)))] : []),
    ...(information.length > 0 ? [w.tell, titles(information)] : []),
    ...(instructions.length > 0 ? [w.untilThen, titles(instructions)] : []),
  ];
  return parts.length > 0 ? [`## ${w.call}`, ...parts] : [];
}

function contactText(contact: Contact, language: Language): string {
  const { aside, comma, contacts } = words(language);
  const ways = CHANNELS.flatMap((channel) => {
    const value = contact[channel];
    if (value === undefined) return [];
    return [
      `${contacts.ways[channel]} \`${value}\`${isPlaceholder(value) ? aside(printWords(language).placeholder) : ''}`,
    ];
  });
  const who = contact.name === undefined ? [] : [say(contact.name, language)];
  return [`**${say(contact.title, language)}**`, ...who, ...ways].join(comma);
}

function valueParts(paper: PaperInput): readonly string[] {
  const { plan, scheme, language, system } = paper;
  const w = printWords(language);
  const source = sourceOf(scheme, plan.backups);
  const titled = source ? [`### ${w.choose(say(source.title, language))}`] : [];
  const chosen = [...titled, ...(source ? singlesOf(source).flatMap((each) => placeParts(each, source, paper)) : [])];
  const hosts = plan.targets.map(({ name }) => reach(name, plan, system, language));
  const places = placeBlocks(plan, system, language);
  return [`## ${w.values}`, bullets(hosts), ...places, w.enter, valuesBlock(plan, system, language), ...chosen];
}

/** What is chosen from in one place, and how it is entered. */
function placeParts(single: SingleSource, source: BackupSource, paper: PaperInput): readonly string[] {
  const { plan, language, system, backup } = paper;
  const w = printWords(language);
  const { and, space } = words(language);
  const holds = single.contains.length > 0 ? [w.contains(single.contains.join(and))] : [];
  const isDated = single.pattern.includes('{timestamp}');
  const how = isDated ? [w.chooseHow(single.pattern.replace('{timestamp}', single.timestamp))] : [];
  const blocks = source.kind === 'set' ? partBlocks : backupBlocks;
  return [
    w.host(reach(single.target, plan, system, language)),
    [...how, ...holds].join(space),
    ...blocks(single, backup, language),
  ].filter((part) => part !== '');
}

function beforeParts(paper: PaperInput): readonly string[] {
  const { plan, scheme, language } = paper;
  const w = printWords(language);
  const boxes = plan.checklist.map(({ title }) => `- [ ] ${say(title, language)}`);
  const checks = scheme.prechecks.flatMap((check) =>
    checkParts(check, check.weight === 'required' ? w.mustPass : w.evidence, paper),
  );
  if (boxes.length + checks.length === 0) return [];
  return [`## ${w.before}`, ...(boxes.length > 0 ? [boxes.join('\n')] : []), ...checks];
}

function stepParts(paper: PaperInput): readonly string[] {
  const steps = printedSteps(paper).map((step, index) => ({ step, file: `${index + 1}-${step.id}` }));
  return [`## ${printWords(paper.language).steps}`, ...writtenSteps(steps, paper)];
}

function checksParts(paper: PaperInput): readonly string[] {
  const w = printWords(paper.language);
  const checks = paper.scheme.checks.flatMap((check) =>
    checkParts(check, check.weight === 'required' ? w.required : w.advisory, paper),
  );
  return [`## ${w.checks}`, ...checks];
}

function recordParts({ plan: { record }, language }: PaperInput): readonly string[] {
  if (!record) return [];
  const sections = record.sections.flatMap((section: Template['sections'][number]) => [
    `**${say(section.title, language)}**`,
    section.fields.map((field) => fieldText(field, language)).join('\n'),
  ]);
  return [`## ${printWords(language).record}${words(language).colon}${say(record.title, language)}`, ...sections];
}

function fieldText(field: Field, language: Language): string {
  const columns = 'columns' in field ? field.columns.map((column) => say(column, language)) : [];
  const rest = columns.length > 0 ? columns.join(' | ') : '______________________';
  return `- ${say(field.title, language)}${words(language).colon}${rest}`;
}

function usefulParts({ plan, language, system }: PaperInput): readonly string[] {
  const { commands, locations } = plan;
  if (commands.length + locations.length === 0) return [];
  const { aside, colon } = words(language);
  const listed = commands.flatMap(({ title, target, run }) => [
    `${say(title, language)}${aside(reach(target, plan, system, language))}`,
    shellBlock(...run.trimEnd().split('\n')),
  ]);
  const places = locations.map(({ title, at }) => `${say(title, language)}${colon}\`${at}\``);
  return [`## ${printWords(language).useful}`, ...listed, ...(places.length > 0 ? [bullets(places)] : [])];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

import type { KnownBlock, TableBlock } from '@slack/types';
import { printable } from '../domain/printable.js';
import type { Scheme } from '../domain/scheme.js';
import type { System } from '../domain/system.js';
import { type Bilingual, type Language, say, type Text } from '../domain/text.js';
import { actions, button, context, divider, header, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { type Door, typedAt } from './door.js';
import { message } from './message.js';
import { planProblemLines } from './plan-problem.js';
import type { Line } from './rich-text.js';
import { schemeTitle } from './scene.js';
import { severityLines, unsignedText } from './severities.js';
import type { Message } from './surface.js';
import { duration } from './time.js';
import { type Words, words } from './words/words.js';

/** Slack's tables have 20 columns; the first one names the rows. */
const MAX_COLUMNS = 19;
const MAX_CELL = 400;

/** What is offered, and to whom. */
export type Choosing = {
  readonly system: System;
  /** Those that are offered: all of the plan's, or the ones that can use the chosen backup. */
  readonly schemes: readonly Scheme[];
  readonly language: Language;
  readonly door: Door;
  /** Why the list is shown, when it is an answer to something else. */
  readonly heading?: string;
  readonly backup?: string;
  /** The run that is open now. */
  readonly busy?: string;
  /** Lines of what is wrong with the plan file as it is now. */
  readonly planProblem?: readonly Bilingual[];
};

/** The schemes of a system side by side, each with a button to request it and one for a dry run. */
export function schemeChoice(choosing: Choosing): Message {
  const { system, schemes, language, heading, backup, busy, planProblem } = choosing;
  const w = words(language);
  const title = w.choice.heading(system.plan.name);
  const why = heading ?? (backup === undefined ? w.choice.intro : w.choice.withBackup(printable(backup)));
  const unsigned = unsignedText(system.plan, language);
  const top = [
    header(title),
    paragraph([why]),
    ...(busy === undefined ? [] : [context(w.choice.busy(busy))]),
    ...(planProblem ? [paragraph(...planProblemLines(system.plan, planProblem, language))] : []),
  ];
  const bottom = [
    divider(),
    paragraph([{ bold: w.choice.severities }], ...severityLines(system.plan, language)),
    ...(unsigned === undefined ? [] : [context(unsigned)]),
  ];
  const text = `${w.title(title, schemes.map((scheme) => schemeTitle(scheme, language)).join(w.and))}`;
  const inRows = schemes.flatMap((scheme) => [divider(), ...whole(scheme, choosing, w)]);
  if (schemes.length === 0 || schemes.length > MAX_COLUMNS) return message(text, [...top, ...inRows, ...bottom]);
  const buttons = schemes.flatMap((scheme) => [named(scheme, choosing, w), schemeButtons(scheme, choosing, w)]);
  return message(text, [...top, table(choosing, w), ...buttons, ...bottom], [...top, ...inRows, ...bottom]);
}

/** What people compare, in the same order for every scheme. */
function facts(scheme: Scheme, { system, language }: Choosing, w: Words): readonly (readonly [string, string])[] {
  const { rows } = w.choice;
  const each = (texts: readonly Text[]) => texts.map((text) => `• ${say(text, language)}`).join('\n');
  return [
    [rows.when, each(scheme.when)],
    [rows.pros, each(scheme.pros)],
    [rows.cons, each(scheme.cons)],
    [rows.budget, w.run.within(duration(scheme.budget, w))],
    [rows.backup, backupText(scheme, system, language, w)],
    [rows.version, scheme.version ?? (scheme.backup ? w.choice.backupsVersion : w.run.unknown)],
    [rows.next, nextText(scheme, system, language, w)],
  ];
}

function backupText({ backup }: Scheme, { plan }: System, language: Language, w: Words): string {
  if (!backup) return w.choice.noBackup;
  const source = plan.backups.find(({ name }) => name === backup.source);
  return source ? say(source.title, language) : backup.source;
}

function nextText({ next }: Scheme, { plan }: System, language: Language, w: Words): string {
  const scheme = plan.schemes.find(({ key }) => key === next?.scheme);
  return next && scheme ? w.choice.nextIs(schemeTitle(scheme, language), say(next.when, language)) : w.choice.noNext;
}

function table(choosing: Choosing, w: Words): TableBlock {
  const { schemes, language } = choosing;
  const columns = schemes.map((scheme) => facts(scheme, choosing, w).map(([, value]) => value));
  const names = schemes[0] ? facts(schemes[0], choosing, w).map(([name]) => name) : [];
  const head = [cell(' '), ...schemes.map((scheme) => cell(titleOf(scheme, language, w)))];
  const rows = names.map((name, row) => [cell(name), ...columns.map((column) => cell(column[row] ?? ''))]);
  const isTold = (row: readonly { readonly text: string }[]) => row.slice(1).some(({ text }) => text !== '–');
  return {
    type: 'table',
    column_settings: [{ is_wrapped: true }, ...schemes.map(() => ({ is_wrapped: true }))],
    rows: [head, ...rows.filter(isTold)],
  };
}

function cell(text: string): { type: 'raw_text'; text: string } {
  return { type: 'raw_text', text: cut(printable(text), MAX_CELL) || '–' };
}

function titleOf(scheme: Scheme, language: Language, w: Words): string {
  return `${schemeTitle(scheme, language)}${scheme.recommended ? w.aside(w.choice.recommended) : ''}`;
}

function named(scheme: Scheme, { language, door }: Choosing, w: Words): KnownBlock {
  return paragraph([{ bold: titleOf(scheme, language, w) }, ' · ', { code: typedAt(door)(`scheme-${scheme.key}`) }]);
}

/** A scheme by itself, for places that show no table. */
function whole(scheme: Scheme, choosing: Choosing, w: Words): readonly KnownBlock[] {
  const rows = facts(scheme, choosing, w)
    .filter(([, value]) => value !== '' && value !== w.choice.noNext)
    .map(
      ([name, value]): Line =>
        value.includes('\n')
          ? [{ bold: `${name}${w.colon}`.trimEnd() }, `\n${value}`]
          : [{ bold: `${name}${w.colon}` }, value],
    );
  const title: Line = [
    { bold: titleOf(scheme, choosing.language, w) },
    ' · ',
    { code: typedAt(choosing.door)(`scheme-${scheme.key}`) },
  ];
  return [paragraph(title, ...rows), schemeButtons(scheme, choosing, w)];
}

function schemeButtons(scheme: Scheme, { system, backup, language }: Choosing, w: Words): KnownBlock {
  const value = { system: system.plan.name, scheme: scheme.key, ...(backup === undefined ? {} : { backup }) };
  const title = schemeTitle(scheme, language);
  return actions(
    button('open-request', value, w.choice.choose, {
      spoken: w.choice.chooseSpoken(title),
      primary: scheme.recommended,
    }),
    button('dry-run', value, w.choice.dryRun, { spoken: w.choice.dryRunSpoken(title) }),
  );
}

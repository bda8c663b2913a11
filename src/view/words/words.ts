import type { Language } from '../../domain/text.js';
import { enCard } from './en-card.js';
import { enChoices } from './en-choices.js';
import { enDoctor } from './en-doctor.js';
import { enDocuments } from './en-documents.js';
import { enForms } from './en-forms.js';
import { enGroups } from './en-groups.js';
import { enHome } from './en-home.js';
import { enIncident } from './en-incident.js';
import { enOperator } from './en-operator.js';
import { enProblems } from './en-problems.js';
import { enRecord } from './en-record.js';
import { enRun } from './en-run.js';
import { enSeen } from './en-seen.js';
import { enSlack } from './en-slack.js';
import { enStandstill } from './en-standstill.js';
import { enTerminal } from './en-terminal.js';
import { enUndo } from './en-undo.js';
import { enWays } from './en-ways.js';
import { zhCard } from './zh-cn-card.js';
import { zhChoices } from './zh-cn-choices.js';
import { zhDoctor } from './zh-cn-doctor.js';
import { zhDocuments } from './zh-cn-documents.js';
import { zhForms } from './zh-cn-forms.js';
import { zhGroups } from './zh-cn-groups.js';
import { zhHome } from './zh-cn-home.js';
import { zhIncident } from './zh-cn-incident.js';
import { zhOperator } from './zh-cn-operator.js';
import { zhProblems } from './zh-cn-problems.js';
import { zhRecord } from './zh-cn-record.js';
import { zhRun } from './zh-cn-run.js';
import { zhSeen } from './zh-cn-seen.js';
import { zhSlack } from './zh-cn-slack.js';
import { zhStandstill } from './zh-cn-standstill.js';
import { zhTerminal } from './zh-cn-terminal.js';
import { zhUndo } from './zh-cn-undo.js';
import { zhWays } from './zh-cn-ways.js';

const en = {
  ...enRun,
  ...enCard,
  ...enStandstill,
  ...enForms,
  ...enChoices,
  ...enRecord,
  ...enProblems,
  ...enSlack,
  ...enDocuments,
  ...enIncident,
  ...enHome,
  ...enSeen,
  ...enDoctor,
  ...enWays,
  ...enOperator,
  ...enTerminal,
  ...enGroups,
};

/** Every sentence a person reads. Each language is one table of this type; nothing is worded anywhere else. */
export type Words = typeof en;

const tables: Readonly<Record<Language, Words>> = {
  en,
  'zh-CN': {
    ...zhRun,
    ...zhCard,
    ...zhStandstill,
    ...zhForms,
    ...zhChoices,
    ...zhRecord,
    ...zhProblems,
    ...zhSlack,
    ...zhDocuments,
    ...zhIncident,
    ...zhHome,
    ...zhSeen,
    ...zhDoctor,
    ...zhWays,
    ...zhOperator,
    ...zhTerminal,
    ...zhGroups,
  },
};

export function words(language: Language): Words {
  return tables[language];
}

/** Some of the words, wherever they stand. */
type Some<Table> = { readonly [Key in keyof Table]?: Table[Key] extends Sentence ? Table[Key] : Some<Table[Key]> };
type Sentence = string | ((...values: never[]) => unknown);
export type Partly = Some<Words>;

const undoing: typeof tables = {
  en: replaced(tables.en, enUndo),
  'zh-CN': replaced(tables['zh-CN'], zhUndo),
};

/** A run that takes an ended one back is no rollback, and is not worded as one. */
export function wordsOf({ undoOf }: { readonly undoOf?: string | undefined }, language: Language): Words {
  return (undoOf === undefined ? tables : undoing)[language];
}

function replaced<Table extends object>(table: Table, some: Some<Table>): Table {
  const entries = Object.entries(some).map(([key, value]) => {
    const before = (table as Record<string, unknown>)[key];
    return [key, typeof value === 'object' ? replaced(before as object, value as object) : value] as const;
  });
  return { ...table, ...Object.fromEntries(entries) };
}

/** One sentence in every language, for what is fixed before a reader is known; of an undo in its own words. */
export function inEach(
  pick: (w: Words) => string,
  request: { readonly undoOf?: string | undefined } = {},
): Readonly<Record<Language, string>> {
  return { en: pick(wordsOf(request, 'en')), 'zh-CN': pick(wordsOf(request, 'zh-CN')) };
}

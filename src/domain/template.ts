import type { Cites } from './plan.js';
import type { Text } from './text.js';
import type { Milliseconds } from './time.js';

/** What a run tells by itself, for a field of a notice, a record or a review. */
export const FILLS = [
  'requested-at',
  'approved-at',
  'started-at',
  'ended-at',
  'recovered-at',
  'people',
  'owner',
  'reason',
  'impact',
  'severity',
  'scheme',
  'schemes',
  'estimate',
  'took',
  'from-version',
  'to-version',
  'backup',
  'files',
  'restart',
  'verification',
  'steps',
  'checklist',
  'service-checks',
  'function-checks',
  'performance-checks',
  'result',
  'follow-ups',
  'timeline',
  'remarks',
] as const;
export type Fill = (typeof FILLS)[number];

/** One thing a document wants to know: filled in from the run, or asked of a person afterwards. */
export type Field = { readonly title: Text; readonly cites: Cites } & (
  | { readonly fill: Fill }
  | {
      /** The answer's name, unique within its document. */
      readonly ask: string;
      /** More than one line. */
      readonly long: boolean;
      /** Makes the answer a table: one row a line, cells parted by `|` (S2.99). */
      readonly columns: readonly Text[];
    }
);

export type Section = { readonly title: Text; readonly fields: readonly Field[] };

/** A document that a run fills in (S1.50 to S1.64, S2.95 to S2.99). */
export type Template = { readonly title: Text; readonly sections: readonly Section[] };

/** The message that goes out after the approval, before the first step (S2.30). */
export type NoticeTemplate = { readonly title: Text; readonly fields: readonly Field[]; readonly cites: Cites };

/** A sentence of the document with the items it carries out. */
export type Item = { readonly title: Text; readonly cites: Cites };

/** What follows a rollback: when, who, what about, and the report (S2.87 to S2.99). */
export type Review = {
  readonly within: Milliseconds;
  readonly attendees: Text;
  readonly agenda: readonly Text[];
  readonly checklist: readonly Item[];
  readonly report: Template;
  readonly cites: Cites;
};

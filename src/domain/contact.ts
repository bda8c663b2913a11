import type { Cites } from './plan.js';
import type { Item } from './template.js';
import type { Text } from './text.js';

/** Ways to reach a contact, in the order in which they are shown. */
export const CHANNELS = ['phone', 'wechat', 'mail', 'link'] as const;

/** Whom to call. Values are the document's own; masked and unfilled ones are shown as placeholders. */
export type Contact = {
  readonly title: Text;
  readonly name?: Text;
  readonly phone?: string;
  readonly wechat?: string;
  readonly mail?: string;
  readonly link?: string;
  readonly cites: Cites;
};

/** What to do when the rollback itself fails (S1.65 to S1.68). */
export type Emergency = {
  /** What whoever is called needs to hear. */
  readonly information: readonly Item[];
  readonly instructions: readonly Item[];
};

/** Somebody answers for the plan; without a date it is not signed (S2.103). */
export type Signature = { readonly role: string; readonly name?: Text; readonly date?: string; readonly cites: Cites };

/** One row of the document's own history (S2.102). */
export type Revision = {
  readonly version: string;
  readonly date: string;
  readonly change: Text;
  readonly by: Text;
  readonly cites: Cites;
};

const PLACEHOLDERS = [
  /\*{2,}/,
  /^[[【<{].*[\]】>}]$/s,
  /^_+$/,
  /^(X+|YOUR_[A-Z_]+|TODO|TBD)$/,
  // Domains that belong to nobody (RFC 2606).
  /[@.](example\.(com|net|org)|example|invalid|test)$/i,
];

/** Masked (`138****0000`), bracketed (`[姓名]`), a capital placeholder such as `YOUR_KEY`, or an address at example.com: nobody can be reached by it. */
export function isPlaceholder(value: string): boolean {
  const written = value.trim();
  return PLACEHOLDERS.some((pattern) => pattern.test(written));
}

import type { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { UserId } from '../domain/person.js';
import { printable } from '../domain/printable.js';
import type { Instant } from '../domain/time.js';
import { cut } from './characters.js';

const USER = /^[UW][A-Z0-9]{2,}$/;
const GROUP = /^S[A-Z0-9]{2,}$/;
const CHANNEL = /^[CGD][A-Z0-9]{2,}$/;
const TEXT_LIMIT = 3000;
/** Slack fills it in with the reader's zone. */
const READERS_FORM = '{date_num} {time_secs}';

/** A piece of a line. Text in it is never read as markup, whoever wrote it. */
export type Inline =
  | string
  | { readonly user: UserId }
  | { readonly group: string }
  | { readonly channel: string }
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly label: string }
  /** A moment on the clock of whoever reads it, after `lead`. Plain text has no reader, so it leaves both out. */
  | { readonly at: Instant; readonly lead: string; readonly fallback: string };
export type Line = readonly Inline[];

/** A `rich_text` block of the given parts. */
export function richText(...elements: readonly RichTextBlockElement[]): RichTextBlock {
  return { type: 'rich_text', elements: [...elements] };
}

/** Lines below each other. */
export function lines(...rows: readonly Line[]): RichTextBlockElement {
  const elements = rows.flatMap((row, index) => (index === 0 ? row : ['\n', ...row]));
  return { type: 'rich_text_section', elements: merge(elements).flatMap(elementsOf) };
}

/** Text in a fixed-width box, shown exactly as it is. */
export function preformatted(text: string, limit = TEXT_LIMIT): RichTextBlockElement {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown(text, limit) }] };
}

/** A line as plain text, for notifications and screen readers. People are said by name; an id says nothing to anybody. */
export function plain(line: Line, names: Readonly<Record<UserId, string>> = {}): string {
  const text = line.map((part) => plainPart(part, names)).join('');
  // Whoever could not be named leaves the space before them.
  return text.replace(/ +(?=[ ，。；、：,.;:)）]|$)/gu, '');
}

function plainPart(part: Inline, names: Readonly<Record<UserId, string>>): string {
  if (typeof part === 'string') return part;
  if ('user' in part) return Object.hasOwn(names, part.user) ? `@${names[part.user]}` : '';
  if ('group' in part) return '';
  if ('channel' in part) return `#${part.channel}`;
  if ('link' in part) return `${part.label}: ${part.link}`;
  if ('at' in part) return '';
  return 'bold' in part ? part.bold : part.code;
}

function elementsOf(part: Inline): RichTextElement[] {
  if (typeof part === 'string' || !('at' in part)) return [element(part)];
  const { at, lead, fallback } = part;
  const timestamp = Math.floor(at / 1_000);
  const date: RichTextElement = { type: 'date', timestamp, format: READERS_FORM, fallback: shown(fallback) };
  return lead === '' ? [date] : [element(lead), date];
}

function element(part: Inline): RichTextElement {
  if (typeof part === 'string') return { type: 'text', text: shown(part) };
  // An id of the wrong form would make Slack refuse the whole message.
  if ('user' in part && USER.test(part.user)) return { type: 'user', user_id: part.user };
  if ('group' in part && GROUP.test(part.group)) return { type: 'usergroup', usergroup_id: part.group };
  if ('channel' in part && CHANNEL.test(part.channel)) return { type: 'channel', channel_id: part.channel };
  if ('bold' in part) return { type: 'text', text: shown(part.bold), style: { bold: true } };
  if ('code' in part) return { type: 'text', text: shown(part.code), style: { code: true } };
  if ('link' in part) return { type: 'link', url: part.link, text: shown(part.label) };
  return { type: 'text', text: shown(plainPart(part, 'user' in part ? { [part.user]: part.user } : {})) };
}

/** Slack refuses empty text. */
function shown(text: string, limit = TEXT_LIMIT): string {
  return cut(printable(text), limit) || '–';
}

function merge(parts: readonly Inline[]): Inline[] {
  const merged: Inline[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged.length > 0 ? merged : ['–'];
}

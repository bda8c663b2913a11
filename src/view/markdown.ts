import type { UserId } from '../domain/person.js';
import { printable } from '../domain/printable.js';
import { oneLine } from './characters.js';
import type { Inline, Line } from './rich-text.js';

/** Free text inside a Markdown list item: it can neither end the item nor look like a heading or a tick. */
export function mdText(text: string): string {
  return notAMarker(escaped(printable(text).trim()));
}

/** A line of a view as Markdown; people are named by `nameOf`, because mentions do not work in files. */
export function mdLine(line: Line, nameOf: (user: UserId) => string): string {
  return notAMarker(
    line
      .map((part) => mdInline(part, nameOf))
      .join('')
      .trim(),
  );
}

function mdInline(part: Inline, nameOf: (user: UserId) => string): string {
  if (typeof part === 'string') return escaped(part);
  if ('user' in part) return escaped(`@${nameOf(part.user)}`);
  if ('bold' in part) return mdBold(part.bold);
  if ('code' in part) return mdCode(part.code);
  if ('link' in part) return escaped(`${part.label}: ${part.link}`);
  if ('at' in part) return '';
  return escaped('group' in part ? `@${part.group}` : `#${part.channel}`);
}

/** A colon stays outside: right before other text, Markdown would not end the bold after it. */
function mdBold(text: string): string {
  const [, name = '', colon = ''] = /^([\s\S]*?)([:：]?\s*)$/.exec(text) ?? [];
  return name.trim() === '' ? escaped(text) : `**${escaped(name)}**${colon}`;
}

function escaped(text: string): string {
  // Inside a word an underscore means nothing, and file names stay as they are.
  const special = /[\\`*[\]<>#|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?[A-Za-z0-9]+;)/g;
  const safe = printable(text).replaceAll(special, (character) => `\\${character}`);
  return safe.replaceAll(/\s*\n\s*/g, ' / ');
}

/** A text that begins like a list item or underlines a heading does neither. Only punctuation can be escaped: `1\.`, not `\1.`. */
function notAMarker(text: string): string {
  return text
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^[-+](?=\s|$)|^(?:-+|=+)(?=\s*$)/, (marker) => `\\${marker}`);
}

/** Text as one line of code, whatever backticks it holds. */
export function mdCode(text: string): string {
  const line = oneLine(printable(text));
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Text as a block of code, whatever it holds. */
export function mdFence(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${printable(text.trimEnd())}\n${fence}`;
}

export function tick(isTicked: boolean, text: string): string {
  return `- [${isTicked ? 'x' : ' '}] ${text}`;
}

export function field(name: string, value: string, colon: string): string {
  return `- **${name}**${colon}${value}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

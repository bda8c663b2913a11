import { printable } from '../domain/printable.js';
import { oneLine } from './characters.js';

/** Free text inside a Markdown list item: it can neither end the item nor look like a heading or a tick. */
export function mdText(text: string): string {
  const escaped = printable(text.trim()).replaceAll(/[\\`*_[\]<>#|~]/g, (character) => `\\${character}`);
  return escaped.replaceAll(/\s*\n\s*/g, ' / ').replace(/^([-+=]|\d+[.)])/, '\\$1');
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

import type { KnownBlock } from '@slack/types';
import { printable } from '../domain/printable.js';
import { context } from './blocks.js';
import { cut, escapeMarkup } from './characters.js';
import type { Message } from './surface.js';

const MAX_BLOCKS = 50;
/** Of a dialog and of App Home. */
export const MAX_VIEW_BLOCKS = 100;
/** Slack was seen to refuse messages of some 13,000 characters of blocks. */
const MAX_CHARACTERS = 10_000;
const MAX_TEXT = 2_900;
/** Stands where blocks were left out. */
export const LEFT_OUT = '…';
/** Lengths to which texts are cut, one after the other, until the message fits. */
const TEXT_LENGTHS = [3_000, 1_500, 700, 300, 120, 40];

/** A message within every limit of Slack, however long its texts are. `text` is read aloud and shown in notifications. */
export function message(text: string, blocks: readonly KnownBlock[], fallback?: readonly KnownBlock[]): Message {
  const made = { text: escapeMarkup(printable(text), MAX_TEXT) || '–', blocks: withinLimits(blocks) };
  return fallback ? { ...made, fallback: withinLimits(fallback) } : made;
}

/** The characters a message's blocks take. */
export function weight(blocks: readonly KnownBlock[]): number {
  return JSON.stringify(blocks).length;
}

/** The same blocks, shortened and then left out until Slack takes them. */
export function withinLimits(blocks: readonly KnownBlock[], most = MAX_BLOCKS): readonly KnownBlock[] {
  const few = blocks.length > most ? dropTo(blocks, most - 1) : blocks;
  for (const length of TEXT_LENGTHS) {
    const shorter = length === TEXT_LENGTHS[0] ? few : few.map((block) => shorten(block, length));
    if (weight(shorter) <= MAX_CHARACTERS) return shorter;
  }
  let left = few.map((block) => shorten(block, 40));
  while (left.length > 1 && weight(left) > MAX_CHARACTERS - 100) left = [...withoutOne(left)];
  return [...left, context(LEFT_OUT)];
}

function dropTo(blocks: readonly KnownBlock[], count: number): readonly KnownBlock[] {
  let left = blocks;
  while (left.length > count) left = withoutOne(left);
  return [...left, context(LEFT_OUT)];
}

/** Leaves out the last block that has no buttons; what a person must press stays. */
function withoutOne(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  const index = blocks.findLastIndex(({ type }) => type !== 'actions');
  return blocks.filter((_, position) => position !== Math.max(index, 0));
}

/** The same block with every shown text at most `length` long; ids and values stay whole. */
function shorten<T>(node: T, length: number): T {
  if (Array.isArray(node)) return node.map((part) => shorten(part, length)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, shortenField(key, value, length)]);
  return Object.fromEntries(entries) as T;
}

function shortenField(key: string, value: unknown, length: number): unknown {
  if (typeof value === 'string') return key === 'text' || key === 'title' ? cut(value, length) : value;
  return shorten(value, length);
}

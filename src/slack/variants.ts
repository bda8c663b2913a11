import type { KnownBlock } from '@slack/types';
import type { Message } from '../view/surface.js';

/** What is sent of a message: with blocks, or bare. */
export type Variant = { readonly text: string; readonly blocks?: KnownBlock[] };

// chat.update was seen to refuse longer texts, although chat.postMessage takes them.
const LONGEST_TEXT = 2_900;

// Errors that concern what was sent, not where to: the next variant may pass.
const CONTENT_ERRORS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'msg_blocks_too_long',
  'msg_too_long',
  'blocks_too_long',
  'block_mismatch',
  'too_many_blocks',
  'only_one_table_allowed',
]);

export function isContentError(error: string): boolean {
  return CONTENT_ERRORS.has(error);
}

/** The ways to say a message, best first: its blocks, its fallback, its bare text. */
export function variantsOf(message: Message, refusesNewBlocks: boolean): readonly Variant[] {
  const text = message.text.length > LONGEST_TEXT ? `${message.text.slice(0, LONGEST_TEXT - 1)}…` : message.text;
  const whole = { text, blocks: [...message.blocks] };
  const bare = { text };
  if (!message.fallback) return [whole, bare];
  const fallback = { text, blocks: [...message.fallback] };
  return refusesNewBlocks ? [fallback, bare] : [whole, fallback, bare];
}

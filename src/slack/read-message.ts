import { readText } from './read-text.js';

const PEOPLE_AND_GROUPS = /<[@!][^>]*>/g;
const CHANNEL = /<#[A-Z0-9]+\|?([^>]*)>/g;
const LINK = /<((?:https?|mailto):[^|>]*)(?:\|[^>]*)?>/g;

/** What a person wrote in a message, as plain text: without mentions, whose ids say nothing to a reader. */
export function readMessage(text: string): string {
  const plain = text
    .replaceAll(PEOPLE_AND_GROUPS, '')
    .replaceAll(CHANNEL, (_, name: string) => (name === '' ? '' : `#${name}`))
    .replaceAll(LINK, '$1');
  return readText(plain.replaceAll(/[ \t]+/g, ' '));
}

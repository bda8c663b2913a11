import type { Block, Json } from '../model.js';
import type { State } from '../state.js';
import { elementsOf } from '../values.js';

/** Things a message should not carry although Slack delivers it: shouting mentions and elements without an id. */
export function checkSpecials(state: State, said: string, blocks: unknown[]): string[] {
  const texts = [said, ...mrkdwnOf(blocks)];
  return [...new Set(texts.flatMap((text) => specialsIn(state, text)))].map(
    (special) => `${special} reaches everybody; escape & < > in what others wrote`,
  );
}

/** Labels of the interactive elements that have no action_id. */
export function withoutActionId(blocks: Block[]): string[] {
  return blocks
    .flatMap(elementsOf)
    .filter((element) => element.type !== 'image' && !element.action_id)
    .map((element) => `${String(element.type)} "${(element.text as Json | undefined)?.text ?? ''}" has no action_id`);
}

function specialsIn(state: State, text: string): string[] {
  const broadcasts = text.match(/<!(channel|here|everyone)(\|[^>]*)?>/g) ?? [];
  const groups = text.match(/<!subteam\^\w+(\|[^>]*)?>/g) ?? [];
  // A user group of this workspace is a mention somebody meant.
  return [...broadcasts, ...groups.filter((group) => !state.userGroups.some(({ id }) => group.includes(`^${id}`)))];
}

// Every string Slack would read as mrkdwn or markdown, wherever it sits.
function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (!value || typeof value !== 'object') return [];
  const object = value as Json;
  const isRead = object.type === 'mrkdwn' || object.type === 'markdown';
  return [...(isRead ? [String(object.text)] : []), ...Object.values(object).flatMap(mrkdwnOf)];
}

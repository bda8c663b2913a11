import type { Block, Json } from './model.js';
import type { State } from './state.js';

/** The words of a rich_text block. */
export function plainRichText(state: State, block: Block): string {
  return ((block.elements as Json[] | undefined) ?? []).map((part) => plainPart(state, part)).join('\n');
}

function plainPart(state: State, part: Json): string {
  const elements = (part.elements as Json[] | undefined) ?? [];
  if (part.type === 'rich_text_list') {
    const mark = (index: number) => (part.style === 'ordered' ? `${Number(part.offset ?? 0) + index + 1}.` : '•');
    return elements.map((item, index) => `${mark(index)} ${plainPart(state, item)}`).join('\n');
  }
  const words = elements.map((element) => plainElement(state, element)).join('');
  return part.type === 'rich_text_quote' ? `> ${words}` : words;
}

function plainElement(state: State, element: Json): string {
  switch (element.type) {
    case 'user':
      return `@${state.people.find(({ id }) => id === element.user_id)?.realName ?? String(element.user_id)}`;
    case 'usergroup':
      return `@${state.userGroups.find(({ id }) => id === element.usergroup_id)?.handle ?? String(element.usergroup_id)}`;
    case 'channel':
      return `#${state.channels.find(({ id }) => id === element.channel_id)?.name ?? String(element.channel_id)}`;
    case 'emoji':
      return `:${String(element.name)}:`;
    case 'broadcast':
      return `@${String(element.range)}`;
    case 'date':
      return String(element.fallback ?? element.timestamp);
    case 'link':
      return String(element.text ?? element.url);
    default:
      return String(element.text ?? '');
  }
}

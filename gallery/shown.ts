import type { Language } from '../src/domain/text.js';
import type { Entry, Group, Shown } from './entry.js';

/** An entry as it is shown in each language. */
export type Exhibit = { readonly entry: Entry; readonly shown: Readonly<Record<Language, Shown>> };
export type Room = Pick<Group, 'id' | 'title'> & { readonly exhibits: readonly Exhibit[] };

/** Makes every entry in both languages. */
export async function roomsOf(groups: readonly Group[]): Promise<readonly Room[]> {
  return Promise.all(
    groups.map(async ({ id, title, entries }) => ({ id, title, exhibits: await Promise.all(entries.map(exhibit)) })),
  );
}

async function exhibit(entry: Entry): Promise<Exhibit> {
  const [zh, en] = await Promise.all([entry.show('zh-CN'), entry.show('en')]);
  return { entry, shown: { 'zh-CN': zh, en } };
}

type Node = Readonly<Record<string, unknown>>;

/** The blocks of what is shown, as they are sent; none for a file. */
export function blocksOf(shown: Shown): readonly Node[] {
  switch (shown.kind) {
    case 'message':
      return shown.message.blocks as unknown as readonly Node[];
    case 'dialog':
      return shown.dialog.blocks as unknown as readonly Node[];
    case 'home':
      return shown.blocks as unknown as readonly Node[];
    case 'file':
      return [];
  }
}

/** Keys whose text people read or hear. */
const READ = [
  'text',
  'title',
  'label',
  'hint',
  'placeholder',
  'description',
  'accessibility_label',
  'fallback',
  'alt_text',
];

/** Every text in it that a person reads or hears, line by line; ids and values are none. What is quoted stands between back quotes. */
export function textsOf(shown: Shown): readonly string[] {
  switch (shown.kind) {
    case 'message':
      return [shown.message.text, ...textsIn(shown.message.blocks), ...textsIn(shown.message.fallback ?? [])];
    case 'dialog': {
      const { title, submit, close, blocks } = shown.dialog;
      return [title, ...(submit ? [submit] : []), close, ...textsIn(blocks), ...Object.values(shown.errors ?? {})];
    }
    case 'home':
      return textsIn(shown.blocks);
    case 'file':
      return [shown.title, shown.content];
  }
}

function textsIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, elements } = node as Node;
  // A person reads a line as a whole, however many pieces it is sent in.
  if (type === 'rich_text_preformatted') return [`\`\`\`\n${piecesOf(elements)}\n\`\`\``];
  if (type === 'rich_text_section') return [piecesOf(elements)];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? (READ.includes(key) ? [value] : []) : textsIn(value),
  );
}

/** The pieces of a line: mentions by their ids, code between back quotes. */
function piecesOf(elements: unknown): string {
  const pieces = (elements as readonly Node[]).map((piece) => {
    const { text, user_id, usergroup_id, channel_id, fallback, style } = piece;
    const said = String(text ?? user_id ?? usergroup_id ?? channel_id ?? fallback ?? '');
    return (style as Node | undefined)?.code ? `\`${said}\`` : said;
  });
  return pieces.join('');
}

/** What its buttons ask before they act, and what a screen reader says of them. */
export type Spoken = { readonly button: string; readonly spoken?: string; readonly asks?: string };

export function buttonsOf(shown: Shown): readonly Spoken[] {
  return elementsIn(blocksOf(shown)).flatMap(({ text, accessibility_label: spoken, confirm }) => {
    const asks = confirm ? textsIn(confirm).join(' · ') : undefined;
    const told = { ...(typeof spoken === 'string' ? { spoken } : {}), ...(asks ? { asks } : {}) };
    return Object.keys(told).length > 0 ? [{ button: textsIn([{ text }, text])[0] ?? '', ...told }] : [];
  });
}

function elementsIn(node: unknown): readonly Node[] {
  if (Array.isArray(node)) return node.flatMap(elementsIn);
  if (typeof node !== 'object' || node === null) return [];
  const own = (node as Node).type === 'button' ? [node as Node] : [];
  return [...own, ...Object.values(node).flatMap(elementsIn)];
}

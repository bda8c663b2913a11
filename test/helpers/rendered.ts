import type { Message, Modal, Surface } from '../../src/view/surface.js';

type Node = Readonly<Record<string, unknown>>;

/** What a person reads of a message, as text: `# ` before a header, `[ ]` around a button, ``` around a box. */
export function rendered(message: Pick<Message, 'blocks'>): string {
  return message.blocks.map((block) => renderBlock(block as unknown as Node)).join('\n');
}

export function renderedFallback(message: Message): string {
  return rendered({ blocks: message.fallback ?? [] });
}

export function renderedModal({ title, submit, close, blocks }: Modal): string {
  return [`# ${title}`, rendered({ blocks }), `${submit ? `[${submit}] ` : ''}[${close}]`].join('\n');
}

/** The message of a surface, by its key. */
export function messageOf(surfaces: readonly Surface[], key: string): Message {
  const found = surfaces.find((surface) => surface.key === key);
  if (found?.kind !== 'message') throw new Error(`no message ${key} among ${surfaces.map((each) => each.key)}`);
  return found.message;
}

export function fileOf(surfaces: readonly Surface[], key: string): string {
  const found = surfaces.find((surface) => surface.key === key);
  if (found?.kind !== 'file') throw new Error(`no file ${key} among ${surfaces.map((each) => each.key)}`);
  return found.content;
}

function renderBlock(block: Node): string {
  switch (block.type) {
    case 'header':
      return `# ${text(block.text)}`;
    case 'section':
      return [text(block.text), button(block.accessory)].filter(Boolean).join(' ');
    case 'context':
      return list(block.elements)
        .map((each) => `~ ${text(each)}`)
        .join('\n');
    case 'actions':
      return list(block.elements).map(button).join(' ');
    case 'rich_text':
      return list(block.elements).map(rich).join('\n');
    case 'plan':
      return [`= ${block.title}`, ...list(block.tasks).map(task)].join('\n');
    case 'input':
      return input(block);
    case 'table':
      return list(block.rows)
        .map(
          (row) =>
            `| ${list(row)
              .map(({ text: cell }) => String(cell).replaceAll('\n', ' '))
              .join(' | ')} |`,
        )
        .join('\n');
    case 'alert':
      return `! ${text(block.text)}`;
    default:
      return '---';
  }
}

function task({ title, status, details }: Node): string {
  return `  ${status}: ${title}${details ? ` | ${renderBlock(details as Node)}` : ''}`;
}

function rich({ type, elements }: Node): string {
  const inner = list(elements).map(inline).join('');
  return type === 'rich_text_preformatted' ? `\`\`\`\n${inner}\n\`\`\`` : inner;
}

function inline({ type, text, user_id, usergroup_id, channel_id }: Node): string {
  // What stands there depends on the reader.
  if (type === 'date') return '⟨date⟩';
  if (user_id) return `@${user_id}`;
  if (usergroup_id) return `@${usergroup_id}`;
  return channel_id ? `#${channel_id}` : String(text);
}

function input({ label, hint, element }: Node): string {
  const { options, initial_option: one, initial_options: some, initial_value: typed } = element as Node;
  const chosen = [...list(some), ...(one ? [one as Node] : [])].map(({ value }) => value);
  const mark = (value: unknown) => (chosen.includes(value) ? '(x)' : '( )');
  const lines = list(options).map(
    ({ text: title, value, description }) =>
      `  ${mark(value)} ${text(title)}${description ? ` – ${text(description)}` : ''}`,
  );
  return [`${text(label)}:${hint ? ` (${text(hint)})` : ''}${typed ? ` = ${String(typed)}` : ''}`, ...lines].join('\n');
}

function button(element: unknown): string {
  if (!element) return '';
  const { type, text: label, placeholder, options } = element as Node;
  if (type !== 'static_select') return `[${text(label)}]`;
  return `<${text(placeholder)}: ${list(options)
    .map((option) => text(option.text))
    .join(' | ')}>`;
}

function text(value: unknown): string {
  return String((value as Node | undefined)?.text ?? '');
}

function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

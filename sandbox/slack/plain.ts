import type { Block, Json } from './model.js';
import { plainRichText } from './plain-rich-text.js';
import type { State } from './state.js';
import { optionsOf, textOf } from './values.js';

/** What a person reads, as plain text: one line per block, buttons as `[label]`, task states as words. */
export function plainText(state: State, text: string, blocks: Block[]): string {
  if (blocks.length === 0) return readable(state, text);
  return blocks
    .map((block) => plainBlock(state, block))
    .filter((line) => line !== '')
    .join('\n');
}

function plainBlock(state: State, block: Block): string {
  const render = renderers[block.type];
  return render ? render(state, block) : '';
}

const renderers: Record<string, (state: State, block: Block) => string> = {
  header: (_state, block) => `# ${textOf(block.text)}`,
  divider: () => '---',
  section: plainSection,
  context: (state, block) => (block.elements as Json[]).map((each) => plainContext(state, each)).join(' '),
  actions: (state, block) => (block.elements as Json[]).map((each) => plainElement(state, each)).join(' '),
  input: (state, block) => `${textOf(block.label)}: ${plainElement(state, block.element as Json)}`,
  image: (_state, block) => `(image: ${String(block.alt_text)})`,
  markdown: (_state, block) => String(block.text),
  alert: (state, block) => `(${String(block.level ?? 'default')}) ${plainObject(state, block.text)}`,
  rich_text: plainRichText,
  plan: plainPlan,
  task_card: plainTask,
  table: plainTable,
};

function plainSection(state: State, block: Block): string {
  const fields = ((block.fields as Json[] | undefined) ?? []).map((field) => plainObject(state, field));
  const accessory = block.accessory ? plainElement(state, block.accessory as Json) : '';
  return [plainObject(state, block.text), ...fields, accessory].filter(Boolean).join('\n');
}

function plainContext(state: State, element: Json): string {
  return element.type === 'image' ? `(image: ${String(element.alt_text)})` : plainObject(state, element);
}

function plainElement(_state: State, element: Json): string {
  if (element.type === 'button') return `[${textOf(element.text)}]`;
  const options = optionsOf(element).map((option) => textOf(option.text));
  const hint = textOf(element.placeholder);
  if (element.type === 'image') return `(image: ${String(element.alt_text)})`;
  return options.length > 0
    ? `<${[hint, options.join(' | ')].filter(Boolean).join(': ')}>`
    : `<${hint || String(element.type)}>`;
}

function plainPlan(state: State, block: Block): string {
  const tasks = (block.tasks as Block[] | undefined) ?? [];
  return [String(block.title), ...tasks.map((task) => `  ${plainTask(state, task).replaceAll('\n', '\n    ')}`)].join(
    '\n',
  );
}

function plainTask(state: State, task: Block): string {
  const parts = [task.details, task.output].filter(Boolean).map((part) => plainRichText(state, part as Block));
  return [`${String(task.title)} (${String(task.status)})`, ...parts].join('\n');
}

function plainTable(state: State, block: Block): string {
  const rows = block.rows as Json[][];
  return rows.map((row) => row.map((cell) => plainCell(state, cell)).join(' | ')).join('\n');
}

function plainCell(state: State, cell: Json): string {
  return cell.type === 'rich_text' ? plainRichText(state, cell as Block) : String(cell.text);
}

function plainObject(state: State, object: unknown): string {
  const text = textOf(object);
  return (object as Json | undefined)?.type === 'mrkdwn' ? readable(state, text) : text;
}

/** Shows mentions by name and turns Slack's three escapes back into characters. */
export function readable(state: State, text: string): string {
  return text
    .replaceAll(/<@(\w+)(?:\|[^>]*)?>/g, (_all, id: string) => `@${nameOf(state, id)}`)
    .replaceAll(
      /<#(\w+)(?:\|[^>]*)?>/g,
      (_all, id: string) => `#${state.channels.find((each) => each.id === id)?.name ?? id}`,
    )
    .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<!(channel|here|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replaceAll(/<([^@#!>|][^>|]*)\|([^>]*)>/g, '$2')
    .replaceAll(/<([^@#!>|][^>|]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The displayed name behind a user id. */
export function nameOf(state: State, id: string): string {
  if (id === state.bot.userId) return state.bot.name;
  if (id === 'USLACKBOT') return 'Slackbot';
  return state.people.find((person) => person.id === id)?.realName ?? id;
}

import type { Channel, CommandHint, Person } from '../slack/model.js';
import type { Text } from '../text.js';

/** One thing the composer offers to write. */
export interface Proposal {
  /** What replaces the typed beginning. */
  insert: string;
  label: string;
  hint?: Text | undefined;
  kind: 'command' | 'person' | 'channel';
}

interface Known {
  commands: CommandHint[];
  people: Person[];
  channels: Channel[];
  botName: string;
  isThread: boolean;
}

/** What fits the words before the cursor: commands after /, people after @, channels after #. */
export function proposalsFor(before: string, { commands, people, channels, botName, isThread }: Known): Proposal[] {
  if (before.startsWith('/')) return isThread ? [] : commandsFor(before, commands);
  const [, sign, typed = ''] = /(?:^|\s)([@#])([^\s@#]*)$/.exec(before) ?? [];
  const fits = (...names: string[]) => names.some((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
  if (sign === '#') {
    const mine = channels.filter(({ directWith, name }) => !directWith && fits(name));
    return mine.map(({ name }) => ({ kind: 'channel', insert: `#${name} `, label: `#${name}` }));
  }
  if (sign !== '@') return [];
  const bot: Proposal[] = fits(botName) ? [{ kind: 'person', insert: `@${botName} `, label: `@${botName}` }] : [];
  const matching = people.filter(({ realName, name }) => fits(realName, name));
  return [
    ...bot,
    ...matching.map(({ realName, title }) => ({
      ...{ kind: 'person' as const, insert: `@${realName} `, label: `@${realName}`, hint: title },
    })),
  ];
}

// A command that is typed already stays in sight with what it does.
function commandsFor(before: string, commands: CommandHint[]): Proposal[] {
  const typed = before.trimEnd();
  return commands
    .map(({ usage, summary }) => ({ usage, name: usage.replace(/ [[<].*$/, ''), summary }))
    .filter(({ name }) => name.startsWith(typed) || before.startsWith(`${name} `))
    .map(({ usage, name, summary }) => ({ kind: 'command', insert: `${name} `, label: usage, hint: summary }));
}

/** The text with `proposal` in place of what was typed of it before the cursor, and where the cursor goes. */
export function accept(text: string, cursor: number, { insert, kind }: Proposal): { text: string; cursor: number } {
  const before = text.slice(0, cursor);
  const start = kind === 'command' ? 0 : Math.max(before.lastIndexOf('@'), before.lastIndexOf('#'));
  return { text: before.slice(0, start) + insert + text.slice(cursor), cursor: start + insert.length };
}

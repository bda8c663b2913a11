import { EventEmitter } from 'node:events';
import type { Fault } from './faults/kinds.js';
import type {
  ApiCall,
  Bot,
  Channel,
  CommandHint,
  Message,
  Person,
  Shortcut,
  StoredFile,
  Team,
  UserGroup,
  View,
  Violation,
} from './model.js';

/** What a workspace is made of before anybody says a word. */
export interface Setting {
  team: Team;
  people: Person[];
  channels: Channel[];
  userGroups: UserGroup[];
  bot: Bot;
  commands: CommandHint[];
  shortcuts: Shortcut[];
  /** Milliseconds since the epoch. */
  now: () => number;
  honoursNonces: boolean;
}

export interface Trigger {
  person: string;
  at: number;
  isUsed: boolean;
  /** Slack itself kept it so long: using it late breaks no rule. */
  isExcused?: true;
}

export interface ResponseUrl {
  person: string;
  channel: string;
  /** The message whose button was clicked; absent for a slash command. */
  messageTs?: string;
  threadTs?: string;
  at: number;
  uses: number;
}

/** Everything the local workspace remembers. It lives in memory and ends with the process. */
export interface State extends Setting {
  url: string;
  messages: Message[];
  /** Messages that somebody deleted, as `channel/ts`. */
  deleted: Set<string>;
  /** What was posted under which `client_msg_id`, where the workspace honours it. */
  nonces: Map<string, { channel: string; ts: string }> | undefined;
  /** Open modals per person, the topmost last. */
  modals: Map<string, View[]>;
  homes: Map<string, View>;
  files: Map<string, StoredFile>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  violations: Violation[];
  calls: ApiCall[];
  faults: Fault[];
  changes: EventEmitter;
}

/** Starts an empty workspace with the given people and channels. */
export function createState(setting: Setting): State {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  return {
    ...setting,
    channels: setting.channels.map((channel) => ({ ...channel, members: [...channel.members] })),
    url: '',
    messages: [],
    deleted: new Set(),
    nonces: setting.honoursNonces ? new Map() : undefined,
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    violations: [],
    calls: [],
    faults: [],
    changes,
  };
}

/** Tells whoever watches (the page, a waiting test) that something of this kind changed. */
export function announce(state: State, kind: string): void {
  state.changes.emit('change', kind);
}

/** Writes down a rule the app broke. */
export function addViolation(state: State, rule: string, where: string, detail: string): Violation {
  const violation = { at: isoNow(state), rule, where, detail };
  state.violations.push(violation);
  announce(state, 'violation');
  return violation;
}

/** Finds a person by id, handle or displayed name, so that a story can say "赵六". */
export function findPerson(state: State, who: string): Person | undefined {
  const wanted = who.replace(/^@/, '');
  return state.people.find((person) => [person.id, person.name, person.realName].includes(wanted));
}

/** Finds a channel by id or by name, with or without the hash sign. */
export function findChannel(state: State, which: string): Channel | undefined {
  const wanted = which.replace(/^#/, '');
  return state.channels.find((channel) => channel.id === wanted || channel.name === wanted);
}

/** The direct conversation between the bot and a person, made on first use. */
export function directChannel(state: State, person: string): Channel {
  const known = state.channels.find((channel) => channel.directWith === person);
  if (known) return known;
  const id = `D${person.slice(1)}`;
  const made: Channel = { id, name: `dm-${person}`, members: [person, state.bot.userId], directWith: person };
  state.channels.push(made);
  return made;
}

export function isoNow(state: State): string {
  return new Date(state.now()).toISOString();
}

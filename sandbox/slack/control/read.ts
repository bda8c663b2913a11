import { visibleMessages } from '../messages.js';
import type { Channel, Json, Message, Person, StoredFile, View } from '../model.js';
import { nameOf, plainText } from '../plain.js';
import type { State } from '../state.js';

/** A message as the control interface shows it. */
export interface ShownMessage {
  ts: string;
  channel: string;
  user: string;
  userName: string;
  isBot: boolean;
  /** What a person reads, without formatting. */
  plain: string;
  text: string;
  blocks: Json[];
  edits: number;
  replyCount: number;
  threadTs?: string;
  isBroadcast: boolean;
  isEphemeral: boolean;
  isNotice: boolean;
  files: ShownFile[];
  reactions: string[];
  values: Message['values'];
  metadata?: Json;
}

export interface ShownFile {
  id: string;
  name: string;
  title: string;
  size: number;
  channel?: string;
  threadTs?: string;
}

/** A modal or Home tab as the control interface shows it. */
export interface ShownView {
  id: string;
  type: 'modal' | 'home';
  title: string;
  submit?: string;
  close?: string;
  callbackId: string;
  privateMetadata: string;
  plain: string;
  blocks: Json[];
  values: View['values'];
  errors: Record<string, string>;
  depth: number;
}

/** The channel as this person sees it: top-level messages, broadcasts and what only they can see. */
export function showChannel(state: State, person: Person, channel: Channel): ShownMessage[] {
  const seen = visibleMessages(state, person.id, channel.id);
  return seen
    .filter((message) => !message.threadTs || message.isBroadcast)
    .map((message) => showMessage(state, message, seen));
}

/** The parent and its replies. */
export function showThread(state: State, person: Person, channel: Channel, ts: string): ShownMessage[] {
  const seen = visibleMessages(state, person.id, channel.id);
  return seen
    .filter((message) => message.ts === ts || message.threadTs === ts)
    .map((message) => showMessage(state, message, seen));
}

function showMessage(state: State, message: Message, seen: Message[]): ShownMessage {
  const { ts, channel, user, isBot, text, blocks, edits, threadTs, metadata } = message;
  const files = message.files.flatMap((id) => state.files.get(id) ?? []).map(showFile);
  return {
    ...{ ts, channel, user, isBot, text, blocks, edits, files },
    userName: nameOf(state, user),
    plain: [plainText(state, text, blocks), ...files.map(({ name }) => `(file: ${name})`)].filter(Boolean).join('\n'),
    replyCount: seen.filter((each) => each.threadTs === ts && each.ephemeralTo === undefined).length,
    ...(threadTs ? { threadTs } : {}),
    isBroadcast: message.isBroadcast,
    isEphemeral: message.ephemeralTo !== undefined,
    isNotice: message.isNotice === true,
    reactions: message.reactions,
    values: message.values,
    ...(metadata ? { metadata } : {}),
  };
}

export function showFile({ id, name, title, length, channel, threadTs }: StoredFile): ShownFile {
  return { id, name, title, size: length, ...(channel ? { channel } : {}), ...(threadTs ? { threadTs } : {}) };
}

export function showView(state: State, view: View, depth: number): ShownView {
  const { id, type, title, submit, close, callbackId, privateMetadata, blocks, values, errors } = view;
  return {
    ...{ id, type, title, callbackId, privateMetadata, blocks, values, errors, depth },
    ...(submit ? { submit } : {}),
    ...(close ? { close } : {}),
    plain: plainText(state, '', blocks),
  };
}

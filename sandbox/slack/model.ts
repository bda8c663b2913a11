import type { Text } from '../text.js';

/** Anything that arrived or leaves as JSON. */
export type Json = Record<string, unknown>;

/** One Block Kit block, as the app sent it (a missing `block_id` is filled in, as Slack does). */
export type Block = Json & { type: string; block_id?: string };

/** A human member of the workspace. `name` is the handle, `realName` is what is displayed. */
export interface Person {
  id: string;
  name: string;
  realName: string;
  /** The role, as the page shows it under the name. */
  title?: Text;
  isRestricted?: boolean;
  isDeleted?: boolean;
  /** An IANA time zone; Asia/Shanghai when absent. */
  tz?: string;
  locale?: string;
}

export interface Channel {
  id: string;
  name: string;
  /** Ids of people, and of the bot user when it was invited. */
  members: string[];
  isPrivate?: boolean;
  topic?: string;
  /** Closed for writing; it can still be read. */
  isArchived?: boolean;
  /** Set for the direct conversation between the bot and one person. */
  directWith?: string;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface Team {
  id: string;
  name: string;
  domain: string;
}

/** A slash command the composer proposes, e.g. "/rollback list-backups". */
export interface CommandHint {
  usage: string;
  summary: Text;
}

/** A message shortcut of the app, shown in the menu of every message. */
export interface Shortcut {
  callback: string;
  name: string;
}

/** The installed app: its bot user and the scopes its bot token carries. */
export interface Bot {
  userId: string;
  botId: string;
  appId: string;
  name: string;
  scopes: string[];
}

export interface Message {
  ts: string;
  channel: string;
  user: string;
  isBot: boolean;
  text: string;
  blocks: Block[];
  threadTs?: string;
  isBroadcast: boolean;
  /** Only this person sees it. */
  ephemeralTo?: string;
  /** Written by Slack itself, e.g. "failed with the error operation_timeout". */
  isNotice?: boolean;
  /** Deleted, but its replies are still there. */
  isTombstone?: boolean;
  metadata?: Json;
  files: string[];
  edits: number;
  reactions: string[];
  /** What people chose in the message's selects and radios: block_id -> action_id -> state value. */
  values: StateValues;
}

export type StateValues = Record<string, Record<string, Json>>;

export interface View {
  id: string;
  type: 'modal' | 'home';
  callbackId: string;
  privateMetadata: string;
  title: string;
  submit?: string;
  close?: string;
  blocks: Block[];
  values: StateValues;
  hash: string;
  rootId: string;
  previousId?: string;
  externalId?: string;
  notifyOnClose: boolean;
  clearOnClose: boolean;
  /** What Slack shows under the inputs after a refused submission: block_id -> text. */
  errors: Record<string, string>;
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  length: number;
  bytes?: Uint8Array;
  channel?: string;
  threadTs?: string;
  createdAt: number;
}

/** A rule of Slack's that the app broke. */
export interface Violation {
  at: string;
  rule: string;
  detail: string;
  /** The Web API method or the envelope it concerns. */
  where: string;
}

export interface ApiCall {
  at: string;
  method: string;
  ok: boolean;
  error?: string;
  args: Json;
}

import type { Json } from '../model.js';
import type { State } from '../state.js';

/** What a Web API method answers: always with `ok`, and with Slack's error code when not. */
export type Answer = Json & { ok: boolean; error?: string };

export interface Method {
  /** The scope the bot token needs; absent when any bot token will do. */
  scope?: string;
  run: (state: State, args: Json) => Answer | Promise<Answer>;
}

export function fail(error: string, more: Json = {}): Answer {
  return { ok: false, error, ...more };
}

/** A text argument, or an empty string when it is missing. */
export function text(args: Json, name: string): string {
  const value = args[name];
  return value === undefined || value === null ? '' : String(value);
}

/** True for `true`, "true" and "1", the forms the SDKs send. */
export function flag(args: Json, name: string): boolean {
  return ['true', '1'].includes(text(args, name));
}

/** True when a step of a method ended in an error answer instead of its result. */
export function isAnswer(value: object): value is Answer {
  return 'ok' in value;
}

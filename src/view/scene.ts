import type { UserId } from '../domain/person.js';
import type { Thread } from '../domain/request.js';
import type { Scheme } from '../domain/scheme.js';
import type { RoleHolders } from '../domain/system.js';
import { addressOf } from '../domain/target.js';
import { type Language, say, type Text } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { clocksText } from './clocks.js';

export { nameOf } from '../run/names.js';

import { type Inline, type Line, plain } from './rich-text.js';
import { dateTime, duration, timeOfDay, timeWithOffset } from './time.js';
import { type Words, words, wordsOf } from './words/words.js';

/** What a view is told beside the state. */
export type View = {
  readonly now: Instant;
  /** Keys of the surfaces that Slack already shows. */
  readonly delivered: ReadonlySet<string>;
  /** Who fills the plan's roles now: deciders are mentioned when it is given, else named by their role. */
  readonly roles?: Readonly<Record<string, RoleHolders>>;
  /** The address of a surface that Slack shows, where it is known. */
  readonly addressOf?: (key: string) => string | undefined;
  /** The address of a thread, where it is known. */
  readonly threadAddress?: (thread: Thread) => string | undefined;
};

/** One run as one reader sees it. */
export type Scene = View & { readonly state: RunState; readonly language: Language; readonly w: Words };

/** In the language of its team unless the reader has another one. */
export function sceneOf(state: RunState, view: View, language = state.request.language): Scene {
  return { ...view, state, language, w: wordsOf(state.request, language) };
}

/** `方案 A：特性开关回滚`. */
export function schemeTitle({ key, title }: Pick<Scheme, 'key' | 'title'>, language: Language): string {
  return words(language).run.scheme(schemeKey(key), say(title, language));
}

/** A one-letter key is written as the documents write it: `A`. */
function schemeKey(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}

/** `wechat-backend · 方案 A：特性开关回滚`, `wechat-backend · 撤销回滚 20261120-7kq2m（方案 A）`. */
export function subject(scene: Scene): string {
  return `${scene.state.request.plan.name} · ${ownScheme(scene)}`;
}

/** What the run itself carries out. */
export function ownScheme({ state, language, w }: Scene): string {
  const { key, title } = state.request.scheme;
  return w.run.scheme(schemeKey(key), say(title, language));
}

export function told(scene: Scene, text: Text): string {
  return say(text, scene.language);
}

/** `03:12:05`, on the plan's clock. */
export function clock({ state }: Scene, at: Instant): string {
  return timeOfDay(at, state.request.plan.timezone);
}

/** `03:12:05 UTC+08:00`, e.g. until when something is possible. */
export function deadline({ state }: Scene, at: Instant): string {
  return timeWithOffset(at, state.request.plan.timezone);
}

/** `2026-11-20 03:12:05 UTC+08:00`, on the plan's clock. */
export function date({ state }: Scene, at: Instant): string {
  return dateTime(at, state.request.plan.timezone);
}

/** `2026-11-20 03:12:05 UTC+08:00 · 您当地 2026-11-19 20:12:05`: the plan's clock, which all share, and the reader's own. */
export function moment(scene: Scene, at: Instant): Line {
  return [date(scene, at), readersClock(scene, at, ' · ')];
}

/** ` · 您当地 2026-11-19 20:12:05`, on the clock of whoever reads it. */
export function readersClock(scene: Scene, at: Instant, separator: string): Inline {
  return { at, lead: `${separator}${scene.w.time.yours} `, fallback: date(scene, at) };
}

/** The same as an aside, with mentions and dates in it. */
export function aside({ aside }: Words, ...parts: Line): Line {
  const [before = '', after = ''] = aside(GAP).split(GAP);
  return [before, ...parts, after];
}

const GAP = '\u0000';

export function took({ w }: Scene, span: number | undefined): string {
  return span === undefined ? w.run.unknown : duration(span, w);
}

/** `P0 立即回滚（5 分钟内响应）`. */
export function severityText({ state, language, w }: Scene): string {
  const { severity } = state.request;
  return `${severity.key} ${say(severity.title, language)}${w.aside(clocksText(severity, w))}`;
}

/** The title of a role; its key when the plan does not say. */
export function roleTitle({ state, language }: Scene, role: string): string {
  const decider = state.request.deciders.find((each) => each.role === role);
  return say(decider?.title ?? state.request.plan.roles[role] ?? role, language);
}

/** `产品经理 @钱七`: a role with everybody who fills it. */
export function roleLine(scene: Scene, role: string): Line {
  return [roleTitle(scene, role), ...holders(scene, role)];
}

/** `CTO @张三、技术总监 @李四`: who may decide. */
export function deciders(scene: Scene): Line {
  const each = scene.state.request.deciders.map(({ role, title }) => [told(scene, title), ...holders(scene, role)]);
  return each.flatMap((line, index) => (index === 0 ? line : [scene.w.or, ...line]));
}

function holders({ roles }: Scene, role: string): Line {
  const { users = [], groups = [] } = roles?.[role] ?? {};
  const people: Inline[] = [...users.map((user: UserId) => ({ user })), ...groups.map((group) => ({ group }))];
  return people.flatMap((person) => [' ', person]);
}

/** `app（deploy@10.0.0.5）` for the target a step or check runs on. */
export function targetText({ state, w }: Scene, name: string): string {
  // A step without a host is a person's.
  if (name === '') return w.byPerson.place;
  const target = state.request.targets[name];
  return target ? `${name}${w.aside(addressOf(target))}` : name;
}

/** A line as plain text, with people by their names as far as the run knows them. */
export function spoken({ state }: Scene, line: Line): string {
  return plain(line, state.names);
}

/** Lines as one text of sentences. */
export function spokenAll(scene: Scene, rows: readonly Line[]): string {
  const { w } = scene;
  const said = rows.map((row) => spoken(scene, row).trim()).filter((text) => text !== '');
  return said
    .map((text) => (/[\p{Sentence_Terminal}：:…]$/u.test(text) ? text : `${text}${w.stop.trimEnd()}`))
    .join(w.space);
}

/** A fact with its name in bold. */
export function fact({ w }: Scene, name: string, ...value: Line): Line {
  return [{ bold: `${name}${w.colon}` }, ...value];
}

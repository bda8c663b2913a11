/** Every button Backout shows: its action id and the fields of its value. The Slack adapter has a handler for each. */
export const ACTIONS = {
  approve: ['run', 'digest'],
  reject: ['run', 'digest'],
  abort: ['run'],
  'ask-again': ['run'],
  'hand-over': ['run'],
  'open-request': ['system', 'scheme'],
  'refresh-backups': ['system'],
  'share-backups': ['system'],
  'backup-details': ['system', 'source', 'backup'],
  'show-status': [],
  'show-record': ['run'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ActionId = keyof typeof ACTIONS;
/** What the value of an action's button holds. */
export type ActionValue<A extends ActionId> = { readonly [Field in (typeof ACTIONS)[A][number]]: string };

/** Callback ids of dialogs. */
export const CALLBACKS = { request: 'request' } as const;

const MAX_VALUE = 2000;

/** A button's value as Slack carries it. Ids only, so it always fits; one that would not is a bug of the caller. */
export function encode<A extends ActionId>(action: A, value: ActionValue<A>): string {
  const fields: Readonly<Record<string, string>> = value;
  const text = JSON.stringify(ACTIONS[action].map((field) => fields[field]));
  // An undecodable value is answered with a plain sentence; a message that Slack refuses shows nothing at all.
  return text.length <= MAX_VALUE ? text : '[]';
}

/** The value of a pressed button; undefined when it is not one of ours. */
export function decode<A extends ActionId>(action: A, text: string | undefined): ActionValue<A> | undefined {
  const fields: readonly string[] = ACTIONS[action];
  const values = parseList(text ?? '');
  if (values?.length !== fields.length) return undefined;
  return Object.fromEntries(fields.map((field, index) => [field, values[index]])) as ActionValue<A>;
}

export function isActionId(id: string): id is ActionId {
  return Object.hasOwn(ACTIONS, id);
}

function parseList(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

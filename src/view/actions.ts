/**
 * Everything Backout lets people press or choose from: its action id and the fields of its value. `?` marks a field that
 * may be missing. The Slack adapter has a handler for each.
 */
export const ACTIONS = {
  approve: ['run', 'digest'],
  reject: ['run', 'digest'],
  abort: ['run'],
  /**
   * The ways on of a run that stands still, and words on them. `since` is `standOf(state)`: which stand the person saw, so that a
   * button of an earlier one does nothing. From `settle` to `give-up` they open a dialog for the reason. `from`: who had taken the
   * choice upon themselves when it is to be taken over.
   */
  claim: ['run', 'since', 'from?'],
  'ask-again': ['run', 'since'],
  'hand-over': ['run', 'since'],
  settle: ['run', 'since'],
  rerun: ['run', 'since'],
  skip: ['run', 'since'],
  restore: ['run', 'since'],
  hold: ['run', 'since'],
  'give-up': ['run', 'since'],
  'verify-again': ['run', 'since'],
  /** `asked` is `wishOf(state)`: which wish to run a step again the person saw. */
  'grant-rerun': ['run', 'asked'],
  'decline-rerun': ['run', 'asked'],
  /** Opens the dialog of another scheme, which ends this run as failed once it is submitted. */
  'next-scheme': ['run', 'since', 'scheme'],
  /** Opens the dialog that asks for taking back a run that ended. */
  'undo-run': ['run'],
  /** `backup` is preselected; severity, reason and impact are taken from `run`. */
  'open-request': ['system', 'scheme', 'backup?', 'run?'],
  'reload-backups': [],
  'refresh-backups': ['system'],
  'share-backups': ['system'],
  'newer-backups': ['system', 'source', 'page'],
  'older-backups': ['system', 'source', 'page'],
  'backup-details': ['system', 'source', 'backup'],
  /** A menu: its value is that of its block. */
  'pick-backup': ['system', 'source'],
  'use-backup': ['system', 'source', 'backup'],
  'dry-run': ['system', 'scheme', 'backup?'],
  'open-checklist': ['run'],
  'open-answers': ['run'],
  /** Which system and scheme a message's incident is rolled back by; `thread`: where the run reports; `reason`: its words. */
  'choose-rollback': ['thread?', 'reason?'],
  /** The same as typing it, in this channel if one is named. */
  'run-command': ['text', 'channel?'],
  'show-status': [],
  'show-schemes': [],
  'show-backups': [],
  'show-contacts': [],
  'show-record': ['run'],
  'complete-record': ['run'],
  'complete-review': ['run'],
  /** It leads somewhere; Slack reports the press. */
  'open-link': [],
  'refresh-home': [],
  'home-help': [],
  'home-contacts': ['system'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ActionId = keyof typeof ACTIONS;
type Field<A extends ActionId> = (typeof ACTIONS)[A][number];
/** What the value of an action's button holds. */
export type ActionValue<A extends ActionId> = {
  readonly [Name in Field<A> as Name extends `${string}?` ? never : Name]: string;
} & {
  readonly [Name in Field<A> as Name extends `${infer Bare}?` ? Bare : never]?: string;
};

/** Callback ids of dialogs and of the message shortcut. */
export const CALLBACKS = {
  request: 'request',
  checklist: 'checklist',
  answers: 'answers',
  completion: 'completion',
  rejection: 'rejection',
  /** Why one of the ways on is chosen. */
  choice: 'choice',
  undo: 'undo',
  /** Something to read; nothing is submitted. */
  reading: 'reading',
  /** The message shortcut. */
  rollBack: 'roll-back-from-incident',
  chooseSystem: 'choose-system',
  chooseScheme: 'choose-scheme',
} as const;

const MAX_VALUE = 2000;

/** A button's value as Slack carries it. Ids and short words only, so it always fits; one that would not is a bug of the caller. */
export function encode<A extends ActionId>(action: A, value: ActionValue<A>): string {
  const fields: Readonly<Record<string, string | undefined>> = value;
  const text = JSON.stringify(ACTIONS[action].map((field: string) => fields[bare(field)] ?? ''));
  // An undecodable value is answered with a plain sentence; a message that Slack refuses shows nothing at all.
  return text.length <= MAX_VALUE ? text : '[]';
}

/** The value of a pressed button; undefined when it is not one of ours. A missing field may be empty or left out at the end. */
export function decode<A extends ActionId>(action: A, text: string | undefined): ActionValue<A> | undefined {
  const fields: readonly string[] = ACTIONS[action];
  const values = parseList(text ?? '');
  const least = fields.filter((field) => !field.endsWith('?')).length;
  if (!values || values.length < least || values.length > fields.length) return undefined;
  const named = values.map((value, index) => [fields[index] ?? '', value] as const);
  const present = named.filter(([field, value]) => !field.endsWith('?') || value !== '');
  return Object.fromEntries(present.map(([field, value]) => [bare(field), value])) as ActionValue<A>;
}

function bare(field: string): string {
  return field.replace(/\?$/, '');
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

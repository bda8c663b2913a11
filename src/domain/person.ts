/** A Slack user id, e.g. `U0ZHAO6`. */
export type UserId = string;

/** What Slack says of a person. Anything but `member` may neither ask nor decide. */
export type PersonKind = 'member' | 'guest' | 'bot' | 'deactivated' | 'stranger';

export type Person = {
  readonly id: UserId;
  readonly name: string;
  readonly kind: PersonKind;
};

/** A decider's role as the plan calls it, with the people who fill it now. */
export type Decider = {
  readonly role: string;
  readonly title: string;
  readonly users: readonly UserId[];
  /** Slack user groups (`S…`) whose members fill the role. */
  readonly groups: readonly string[];
};

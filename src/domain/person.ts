/** A Slack user id, e.g. `U0ZHAO6`. */
export type UserId = string;

/** What Slack says of a person. Anything but `member` may neither ask nor decide. */
export type PersonKind = 'member' | 'guest' | 'bot' | 'deactivated' | 'stranger';

export type Person = {
  readonly id: UserId;
  readonly name: string;
  readonly kind: PersonKind;
};

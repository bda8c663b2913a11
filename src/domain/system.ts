import type { UserId } from './person.js';
import type { Plan } from './plan.js';
import type { Target } from './target.js';
import type { Language } from './text.js';

/** Who fills a role: Slack users, and user groups (`S…`) whose members count. */
export type RoleHolders = { readonly users: readonly UserId[]; readonly groups: readonly string[] };

/** A plan bound to one environment by the inventory: what `/rollback` acts on. */
export type System = {
  readonly plan: Plan;
  readonly environment: string;
  readonly language: Language;
  /** Its channels with a language of their own: what is asked for there is shown in it. */
  readonly channelLanguages?: Readonly<Record<string, Language>>;
  /** Slack channels where this system may be asked about and rolled back. */
  readonly channels: readonly string[];
  readonly targets: Readonly<Record<string, Target>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, RoleHolders>>;
  /** Roles that may request a run. Deciders may always request. */
  readonly requesters: readonly string[];
};

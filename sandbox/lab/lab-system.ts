import type { LabHost } from './lab-host.js';

/** What an operator writes about one system; the hosts of the lab are added as its targets. */
export type LabSystem = {
  readonly name: string;
  readonly channel: string;
  readonly requesters: readonly string[];
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Target by the plan's name: a host, or what the inventory says of a group of them. */
  readonly targets: Readonly<Record<string, LabHost | { readonly hosts: Readonly<Record<string, LabHost>> }>>;
  /** Instead of the plans of this repository, e.g. one with a step removed. */
  readonly plans?: string;
  /** The account that the bot logs in with. */
  readonly user?: string;
};

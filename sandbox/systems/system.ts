import type { Box } from '../host/box.js';
import type { Text } from '../text.js';

/** What a system needs of the host it lives on. */
export type SystemHost = Pick<Box, 'root' | 'bin' | 'inside' | 'spawn'>;

/** One line of the side panel. */
export type Fact = { readonly label: Text; readonly value: Text; readonly ok: boolean };

/** One thing found on a host: a file, a checkout, a process. `ok` only where it is plainly right or plainly wrong. */
export type Finding = { readonly name: Text; readonly value: Text; readonly ok?: boolean };

/** What was found of one kind, and in a few words what of it matters. */
export type Findings = {
  readonly id: string;
  readonly title: Text;
  readonly summary: Text;
  readonly items: readonly Finding[];
};

/** What is seen of a system from outside the bot: healthy only while every fact is in order and nothing found is wrong. */
export type Sight = {
  readonly healthy: boolean;
  readonly facts: readonly Fact[];
  readonly found: readonly Findings[];
};

/** Something the audience may do to a system from the side panel. */
export type SystemAction = {
  readonly id: string;
  readonly label: Text;
  readonly danger: boolean;
  perform(): Promise<void>;
};

/** A production system on a demonstration host, seen from outside the bot. */
export type System = {
  readonly name: string;
  readonly title: Text;
  readonly actions: readonly SystemAction[];
  look(): Promise<Sight>;
  close(): Promise<void>;
};

import type { Box } from '../host/box.js';
import type { Text } from '../text.js';

/** What a system needs of the host it lives on. */
export type SystemHost = Pick<Box, 'root' | 'spawn'>;

/** One line of the side panel. */
export type Fact = { readonly label: Text; readonly value: Text; readonly ok: boolean };

/** What is seen of a system from outside: healthy only while every fact is in order. */
export type Sight = { readonly healthy: boolean; readonly facts: readonly Fact[] };

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

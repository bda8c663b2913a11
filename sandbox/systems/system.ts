import type { Box } from '../host/box.js';

/** What a system needs of the host it lives on. */
export type SystemHost = Pick<Box, 'root' | 'spawn'>;

/** One line of the side panel. */
export type Fact = { readonly label: string; readonly value: string; readonly ok: boolean };

/** Something the audience may do to a system from the side panel. */
export type SystemAction = {
  readonly id: string;
  readonly label: string;
  readonly danger: boolean;
  perform(): Promise<void>;
};

/** A production system on a demonstration host, seen from outside the bot. */
export type System = {
  readonly name: string;
  readonly title: string;
  readonly actions: readonly SystemAction[];
  look(): Promise<{ readonly healthy: boolean; readonly facts: readonly Fact[] }>;
  close(): Promise<void>;
};

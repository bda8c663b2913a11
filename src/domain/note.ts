import type { Instant } from './time.js';

/** Something an operator did past the runs, for those who ask later who it was and why. */
export type Note = { readonly at: Instant; readonly by: string } & (
  | {
      readonly type: 'lock.broken';
      readonly system: string;
      readonly run: string;
      readonly reason: string;
      /** Targets whose lock was taken off. */
      readonly targets: readonly string[];
      /** It was done although the journal calls the run open, or does not know it. */
      readonly forced: boolean;
    }
  | { readonly type: 'journal.restored'; readonly from: string; readonly epoch: number }
);

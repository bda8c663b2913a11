type Anchored =
  | { readonly kind: 'last'; readonly events: number }
  | { readonly kind: 'within'; readonly events: number; readonly after: number }
  | { readonly kind: 'absent' };
/** A fault of the journal: `what` says it in English. */
type Fault = { readonly kind: string; readonly what: string; readonly found?: number; readonly written?: number };

const events = (count: number) => (count === 1 ? '1 event' : `${count} events`);

/** English: what `npx backout audit`, `record`, `status`, `lock`, `backup` and `restore` say. */
export const enOperator = {
  operator: {
    missing: (file: string) =>
      `There is no journal ${file}. Run this where Backout runs, with its inventory (--config or BACKOUT_CONFIG).`,
    silent: (why: string) =>
      `A Backout holds the journal and does not answer (${why}). Use its account, or try again in a moment; after an update, start it again.`,
    audit: {
      finding: (place: string, { what }: Fault) => `${place}: ${what}`,
      event: (run: string, seq: number) => `Run ${run}, event ${seq}`,
      note: (seq: number) => `Logbook, note ${seq}`,
      listOfRuns: 'List of runs',
      damaged: (count: number) =>
        `The journal is not as it was written: ${count} found. Keep the file as it is, and look who can write it; docs/journal.md says what next.`,
      whole: (runs: number, count: number, notes: number) =>
        `As it was written: runs: ${runs}, events: ${count}, notes of operators: ${notes}.`,
      wholeRun: (run: string, count: number) => `Run ${run} is as it was written: ${events(count)}.`,
      head: (hash: string) => `Its chain ends with ${hash}`,
      anchored: (anchored: Anchored) => {
        if (anchored.kind === 'absent') {
          return 'The hash is nowhere in the chain of this run: the record was not posted from this journal, or the journal was rewritten since.';
        }
        if (anchored.kind === 'last')
          return `The chain ends with exactly this hash, after ${events(anchored.events)}: nothing was added since.`;
        return `The chain holds this hash after ${events(anchored.events)}; ${events(anchored.after)} came after that record was posted.`;
      },
    },
    status: {
      running: 'Backout runs here.',
      idle: 'No Backout runs here; this is what its journal says.',
      open: (count: number) => (count === 0 ? 'No run is open.' : `Open runs: ${count}`),
      phase: (phase: string, since: string) => `Phase ${phase}, last moved ${since}`,
      holds: (since: string) => `Holds the system since ${since}`,
      holdsNothing: 'Holds nothing: nobody has approved it',
      asked: (by: string, at: string, reason: string) => `Asked for by ${by}, ${at}: ${reason}`,
      damaged: (run: string) => `Run ${run} cannot be read: npx backout audit verify ${run}`,
      notes: 'What operators did last:',
    },
    notes: {
      broken: (at: string, by: string, lock: string, reason: string) =>
        `${at} ${by} broke the lock of ${lock}: ${reason}`,
      forced: (at: string, by: string, lock: string, reason: string) =>
        `${at} ${by} broke the lock of ${lock} by force: ${reason}`,
      restored: (at: string, by: string, from: string) => `${at} ${by} restored the journal from ${from}`,
    },
  },
};

import type { Phase } from '../../run/state.js';

const events = (count: number) => (count === 1 ? '1 event' : `${count} events`);

/** English: what `npx backout audit`, `record`, `status`, `lock`, `backup` and `restore` say. */
export const enOperator = {
  operator: {
    missing: (file: string) => `There is no journal ${file}. Run this where Backout runs, with its inventory.`,
    silent: (why: string) =>
      `A Backout holds the journal and does not answer (${why}). Use its account, or try again in a moment; after an update, start it again.`,
    unknownRun: (run: string) => `The journal has no run ${run}; npx backout status shows the open ones.`,
    audit: {
      faults: {
        misplaced: (found: number) => `event ${found} stands in its place`,
        unlinked: () => 'it does not follow the event before it',
        altered: () => 'its content does not match its hash',
        columns: () => 'its columns contradict its content',
        count: (found: number, written: number) => `${found} are there, ${written} were written`,
        end: () => 'the chain ends with another hash than was written down',
        'no-run': () => 'its run is not there',
        'run-gone': (number: number, written: number) => `run number ${number} of ${written} is not there`,
        'run-row': () => 'the row of the run contradicts its events',
      },
      event: (run: string, seq: number) => `Run ${run}, event ${seq}`,
      note: (seq: number) => `Logbook, note ${seq}`,
      listOfRuns: 'List of runs',
      damaged: (count: number) =>
        `The journal is not as it was written (${count}). Keep the file as it is, and find out who could write it.`,
      whole: (runs: number, count: number, notes: number) =>
        `As it was written: runs: ${runs}, events: ${count}, notes of operators: ${notes}.`,
      wholeRun: (run: string, count: number) => `Run ${run} is as it was written: ${events(count)}.`,
      head: (hash: string) => `Its chain ends with ${hash}`,
      absent:
        'The hash is nowhere in the chain of this run: the record was not posted from this journal, or the journal was rewritten since.',
      last: (count: number) =>
        `The chain ends with exactly this hash, after ${events(count)}: nothing was added since.`,
      within: (count: number, after: number) =>
        `The chain holds this hash after ${events(count)}; ${events(after)} came after that record was posted.`,
    },
    status: {
      running: 'Backout runs here.',
      idle: 'No Backout runs here; this is what its journal says.',
      open: (count: number) => (count === 0 ? 'No run is open.' : `Open runs: ${count}`),
      phase: (phase: string, since: string) => `${phase}, last moved ${since}`,
      phases: {
        queued: 'In the queue',
        preparing: 'Pre-checks are running',
        'awaiting-approval': 'Waiting for a decision',
        running: 'Running its steps',
        verifying: 'Verifying',
        'needs-human': 'Result unknown, a person must decide',
        stopped: 'Failed and stopped, a person must choose',
        restoring: 'Undoing what was done',
        held: 'On hold, nothing runs',
        closing: 'Ending',
        closed: 'Ended',
      } satisfies Record<Phase, string> as Readonly<Record<Phase, string>>,
      holds: (since: string) => `Holds the system since ${since}`,
      holdsNothing: 'Holds nothing: nobody has approved it',
      asked: (by: string, at: string, reason: string) => `Asked for by ${by}, ${at}: ${reason}`,
      damaged: (run: string) => `Run ${run} cannot be read: npx backout audit verify ${run}`,
      notes: 'What operators did last:',
    },
    lock: {
      free: (system: string) => `${system} is free`,
      held: (system: string, by: string) => `${system} is locked by ${by}`,
      run: (run: string) => `run ${run}`,
      runOn: (run: string, target: string) => `run ${run} on ${target}`,
      holder: (by: string, since: string, reason: string) => `asked for by ${by} · since ${since} · ${reason}`,
      cannotTell: (system: string) => `Whether ${system} is free cannot be told: do not deploy`,
      broken: (target: string) => `The lock on ${target} is off; it was written down who did it and why`,
      lookThere: 'Look on the host whether something of that run still goes on before you deploy.',
      nothing: (run: string) => `No host has a lock of run ${run}`,
      refused: {
        'carried-out': (run: string) =>
          `Run ${run} is open, and the Backout that runs here carries it out: end it in Slack, then its lock goes by itself.`,
        open: (run: string) =>
          `Run ${run} is open: start Backout, and end the run in Slack. With --force only when that Backout never comes back.`,
        unknown: (run: string) =>
          `The journal does not know run ${run}: another Backout may be carrying it out. With --force only when you know that it is over.`,
        'other-system': (run: string) => `Run ${run} is a run of another system.`,
      },
    },
    backup: { made: (file: string, megabytes: string) => `${file} is a backup of the journal: ${megabytes} MB` },
    restore: {
      running: 'A Backout has this journal: stop it first, then restore.',
      damaged: (from: string) => `${from} is not as it was written; nothing was changed. Take another backup.`,
      done: (from: string, file: string) =>
        `${from} is the journal ${file} now, and newer to every host than what it replaces`,
      aside: (file: string) => `What was there before is ${file}`,
      nothingOpen: 'No run was open when the backup was made. Start Backout.',
      open: (count: number) =>
        `Runs that were open when the backup was made: ${count}. Compare each with its thread in Slack before you start Backout: it asks the hosts about every step, but it does not know what people decided since.`,
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

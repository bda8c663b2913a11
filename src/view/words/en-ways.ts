import type { WayOn } from '../../run/ways-on.js';

/** What a way on is called on its button and above its dialog. */
type Labels = Readonly<Record<Exclude<WayOn, 'ask-again' | 'hand-over'>, string>>;

/** The ways on of a run that stands still, and the taking back of one that ended. */
export const enWays = {
  ways: {
    labels: {
      settle: 'It ran',
      rerun: 'Run it again',
      skip: 'Skip this step',
      'verify-again': 'Verify again',
      restore: 'Undo now',
      hold: 'Hold: run nothing',
      'give-up': 'End as failed',
    } satisfies Labels as Labels,
    settle: (next: number) => `It ran: continue at ${next}`,
    settleLast: 'It ran: continue',
    nextScheme: (scheme: string) => `Go on with ${scheme}`,
    claim: 'I will decide',
    takeOver: 'Decide in their place',
    takeOverConfirm: (who: string) => ({
      title: 'Decide in their place?',
      text: `${who} is deciding about this run. From now on only you can choose.`,
      yes: 'I will decide',
      no: 'Leave it to them',
    }),
    grant: 'Yes, run it again',
    grantConfirm: (step: string) => ({
      title: 'Run this step again?',
      text: `${step}. It may have run already, wholly or in part. It starts at once.`,
      yes: 'Run it again',
      no: 'Not yet',
    }),
    decline: 'No, do not run it',
    submit: 'Do it',
    reason: 'Why',
    reasonHint: 'What did you see or check? This stands in the record with your name.',
    step: (number: number, total: number, title: string, where: string) =>
      `Step ${number} of ${total}: ${title}, on ${where}`,
    undoStep: (number: number, total: number, title: string, where: string) =>
      `Undo step ${number} of ${total}: ${title}, on ${where}`,
    verification: 'Checks after the steps did not pass.',
    risk: 'Risk',
    after: 'When you submit',
    risks: {
      settle:
        'If the step did not run, or ran only in part, everything after it builds on something that is not there. Check the host first.',
      rerunUnknown: 'The step may have run already, wholly or in part. Some commands do harm when they run twice.',
      rerunFailed:
        'The step ran and failed. What it had done by then is still there. Some commands do harm when they run twice.',
      rerunHarmless: 'The plan says that running this step again does no harm.',
      skip: 'What this step should have done will be missing. Later steps may rely on it.',
      restore: 'This changes the hosts again. What users wrote since this rollback began may be lost.',
      hold: 'The service stays as it is now, down or half rolled back. The system stays taken: no other rollback of it can start.',
      'give-up': 'What was done stays done and nothing is taken back. The service may still be broken.',
    },
    afters: {
      settle: (what: string) => `The step counts as done, on your word. ${what}`,
      rerunAlone: 'Nothing runs yet: another decider must say yes first.',
      rerunNow: 'The step starts again at once.',
      skip: (what: string) => `The step stays failed. ${what}`,
      restore: (count: number) =>
        count === 1 ? 'This undo step runs at once:' : `These ${count} undo steps run at once, one after the other:`,
      hold: 'Nothing runs any more. The run stays open until somebody ends it as failed.',
      'give-up': 'The run ends as failed, and the system is free for the next rollback.',
      nextStep: (number: number, title: string) => `Step ${number} (${title}) starts at once.`,
      verifying: 'The checks start at once.',
    },
    moved: 'This was decided already; your press did nothing.',
    movedOn: 'The run has moved on since this button was shown; your press did nothing.',
    by: 'Decided by',
    decided: {
      settle: 'the step counts as done',
      skip: 'the step was skipped',
      rerun: 'the step runs once more',
      restore: 'what was done is being taken back',
      hold: 'nothing runs any more',
      'give-up': 'the run was ended as failed',
      'hand-over': 'a person took over',
    },
    ends: (run: string) =>
      `When you submit, ${run} ends as failed: what it did stays done. Then the pre-checks of this scheme run.`,
    endReason: (scheme: string, reason: string) => `Going on with ${scheme}: ${reason}`,
    notEnded: (run: string) => `Your request is open, but ${run} could not be ended and comes first.`,
  },
  undo: {
    command: 'Take back a rollback that has ended, while its kept copy is still there',
    button: 'Undo this rollback',
    again: 'Request the undo again',
    title: 'Undo a rollback',
    submit: 'Request the undo',
    what: (run: string) => `Takes back what ${run} did.`,
    steps: (count: number) => (count === 1 ? 'This step would run:' : `These ${count} steps would run, in this order:`),
    risk: 'The service goes back to how it was before that rollback, with whatever was wrong then. What users wrote since that rollback may be lost.',
    after:
      'Nothing runs yet: pre-checks look for the kept copy, then a decider approves or rejects, as for every rollback.',
    none: 'No rollback here can be taken back:',
    noRuns: 'No rollback was carried out here yet.',
  },
  queue: {
    waits: (ahead: number) =>
      ahead === 1
        ? 'One rollback of this system is open. Your request waits until it has ended.'
        : `${ahead} rollbacks of this system are open. Your request waits until they have ended.`,
    place: (place: number) =>
      `Your request is open, at place ${place} in the queue. Nothing is asked of the host before its turn.`,
    holds: 'Open now',
    since: (time: string) => `since ${time}`,
    waiting: (place: number) => `waiting, place ${place}`,
  },
};

import type { Outcome } from '../../domain/event.js';
import { capital } from './capital.js';

/** Of a run that was stopped, how far it got says why. */
type Because = Readonly<Record<Exclude<Outcome, 'aborted'>, (open: string) => string>>;

/** The headline message in every phase, and what the threads are told. */
export const enCard = {
  card: {
    requested: 'Rollback requested',
    running: 'Rolling back',
    verifying: 'Verifying',
    stopping: 'Stopping',
    preparing: (done: number, total: number) => `Pre-checks are running (${done} of ${total}). Please wait.`,
    awaiting: (who: string) => `Waiting for a decision by ${who}.`,
    awaitingLabel: 'Waiting for a decision by',
    anyOfThem: 'One of them is enough. Nothing has been changed yet.',
    validUntil: 'Valid until',
    willRun: 'Once approved, these commands run in this order:',
    restInFile: '… (the rest is in the file in the thread)',
    scriptsInFile: 'The commands are too long to show here. Read the file in the thread first.',
    moreSteps: (count: number) =>
      `… and ${count} more ${count === 1 ? 'step' : 'steps'}, all in the file in the thread.`,
    sendingFile: 'The full text is being posted in the thread. The buttons appear once it is there.',
    readFile: 'The full text is the file in the thread. You approve exactly that.',
    approve: 'Approve',
    approveConfirm: (subject: string, where: string) => ({
      title: 'Start the rollback now?',
      text: `${subject}. The commands run at once on ${where}.`,
      yes: 'Approve and start',
      no: 'Not yet',
    }),
    approveSpoken: (run: string, subject: string) => `Approve ${run}: ${subject}`,
    reject: 'Reject',
    rejectSpoken: (run: string, subject: string) => `Reject ${run}: ${subject}`,
    withdraw: 'Withdraw',
    withdrawConfirm: {
      title: 'Withdraw this request?',
      text: 'Nothing has been changed and nothing will be.',
      yes: 'Withdraw',
      no: 'Keep it',
    },
    withdrawSpoken: (run: string) => `Withdraw request ${run}`,
    stepNow: (step: number, total: number, title: string) => `Step ${step} of ${total}: ${title}`,
    verifyingNow: (done: number, total: number) => `All steps are done. Verifying, ${done} of ${total} checked`,
    alreadyFailed: (checks: string) => `❌ Already certain: these required checks did not pass: ${checks}`,
    budget: (used: string, budget: string) => `Time used ${used} of ${budget}`,
    overBudget: (over: string) => `${over} over the expected time`,
    abort: 'Stop',
    abortConfirm: {
      title: 'Stop the rollback?',
      text: 'The step that runs now is stopped on the host and no further one starts. What is already done stays done.',
      yes: 'Stop it',
      no: 'Keep running',
    },
    abortSpoken: (run: string, subject: string) => `Stop ${run}: ${subject}`,
    aborting: 'Stop asked by',
    listBelow: 'The whole list is in the thread.',
  },
  closed: {
    stepNotStarted: (step: string, why: string, changed: string) => `${capital(step)} did not start. ${changed} ${why}`,
    outdated:
      'Backout was down too long after the approval, so the approval no longer counts. Nothing was changed. Request again if it is still needed.',
    outdatedMidway:
      'Backout was down too long, so the approval no longer counts and later steps did not run. Check the host: what was already done stays done.',
    backupChanged: (name: string) =>
      `The chosen backup ${name} changed or vanished since it was chosen. Nothing was changed. Choose a backup again.`,
    aim: 'Meant to roll back to',
    lastWords: 'Last output',
    untouched: 'The steps so far only looked; nothing was changed.',
    nothingChanged: 'Nothing was changed on the host.',
    stays: 'What was already done stays done.',
    givenUp: 'A person ended it as failed.',
    unseen: 'What had been changed was undone, but the plan does not say how to see that it is as before. Please look.',
    settled: (steps: string) => `That ${steps} ran is a person's word; the host never told.`,
    skipped: (steps: string) => `These steps failed and were left as they are: ${steps}. Look into them.`,
    alsoOpen: (open: string) => `These checks did not pass or gave no answer: ${open}.`,
    askAnew: (scheme: string) => `Request again: ${scheme}`,
    /** `changed` says what was changed so far. */
    stepFailed: (step: string, words: string, changed: string) =>
      `${capital(step)}: ${words}. Later steps did not run. ${changed} Its output is in the thread.`,
    withdrawnHeading: '↩️ Request withdrawn',
    withdrawn: 'Nothing was changed.',
    abortedBefore: 'The rollback was stopped before its first step. Nothing was changed.',
    abortedMidway:
      'The rollback was stopped midway, and nothing runs now. Check the host: what was already done stays done.',
    because: {
      succeeded: () => 'All steps are done and every check passed.',
      partial: (open) =>
        `All steps are done, but these checks did not pass or gave no answer: ${open}. Look into them.`,
      failed: (open) =>
        `All steps are done, but these checks did not pass or gave no answer: ${open}. The service may still be broken.`,
      restored: () =>
        'What had been changed was put back, and the checks say that it is as before. The problem from before is still there.',
      refused: (open) =>
        `These pre-checks did not pass: ${open}. Nothing was changed. Fix the cause, then request again.`,
      rejected: () => 'Nothing was changed. Request again if it is still needed.',
      expired: () => 'Nobody decided in time. Nothing was changed. Request again if it is still needed.',
      'handed-over': () => 'Backout runs nothing more. The person who took over checks and finishes on the host.',
    } satisfies Because as Because,
    recordBelow: "The rollback record is in this run's thread.",
  },
  call: {
    decideHeading: '🔔 Please decide',
    decide: 'please approve or reject on the rollback message.',
    /** Within what time somebody should respond, and when the request is no longer valid. */
    decideBy: (severity: string, span: string, until: string) =>
      `${severity} asks for a response within ${span}; the request expires at ${until}`,
    decided: 'Nothing left to decide',
  },
  notice: {
    heading: '[Rollback notice]',
    time: 'Time',
    scheme: 'Scheme',
    owner: 'Person in charge',
  },
  status: {
    preparing: 'Pre-checks are running. Nothing to do yet.',
    awaiting: (who: string) => `${who} must approve or reject`,
    nothingToDo: 'Nothing to do.',
    refresh: 'Look again',
    chooseAtCard: 'Choose on the rollback message how to go on.',
    nothingOpen: 'No rollback is running or waiting.',
    open: (count: number) =>
      count === 1 ? '1 rollback is running or waiting.' : `${count} rollbacks are running or waiting.`,
    howToStart: (help: string) => `Nobody needs to do anything. ${help} shows the commands.`,
    cardIn: 'shown in ',
    more: (count: number) => `… and ${count} more.`,
    recent: 'Ended recently',
  },
};

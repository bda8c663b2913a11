import type { Partly } from './words.js';

/** English: what is worded otherwise when a run takes an ended one back. Nobody may read of it that something was rolled back. */
export const enUndo: Partly = {
  outcome: {
    succeeded: '✅ Undo succeeded',
    partial: '⚠️ Undo partly succeeded',
    failed: '❌ Undo failed',
    rejected: '🚫 Undo request rejected',
    expired: '⌛ Undo request expired',
    aborted: '🛑 Undo stopped',
  },
  run: {
    scheme: (key, title) => `${title} (scheme ${key})`,
    steps: 'Undo steps',
    checks: 'Checks after the undo',
    doesNotBlock: 'does not block the undo',
    impact: 'Impact when that rollback was requested',
    schemeLabel: 'To be undone',
  },
  card: {
    requested: 'Undo requested',
    running: 'Undoing',
    stopping: 'Stopping the undo',
    approveConfirm: (subject, where) => ({
      title: 'Start the undo now?',
      text: `${subject}. The commands run at once on ${where}.`,
      yes: 'Approve and start',
      no: 'Not yet',
    }),
    abortConfirm: {
      title: 'Stop the undo?',
      text: 'The step that runs now is stopped on the host and no further one starts. Things stay half undone.',
      yes: 'Stop it',
      no: 'Go on undoing',
    },
  },
  closed: {
    outdatedMidway:
      'Backout was down too long, so the approval no longer counts and later steps did not run. Check the host: it is left half undone.',
    stays: 'The host may be left half undone.',
    skipped: (steps) =>
      `These undo steps failed and were left as they are; what they should undo is still there: ${steps}. Look into them.`,
    abortedBefore: 'The undo was stopped before its first step. Nothing was changed.',
    abortedMidway: 'The undo was stopped midway. Check the host: it is left half undone.',
    because: {
      succeeded: () =>
        'Everything is undone, and the checks say that it is as before that rollback. What was wrong then may be back.',
      partial: (open) =>
        `Everything is undone, but these checks did not pass or gave no answer: ${open}. Look into them.`,
      failed: (open) =>
        `Everything is undone, but these checks say that it is not as before that rollback: ${open}. The service may be broken.`,
      refused: (open) => `These pre-checks did not pass: ${open}. Nothing was changed; that rollback stands.`,
      rejected: () => 'Nothing was changed; that rollback stands.',
      expired: () => 'Nobody decided in time. Nothing was changed; that rollback stands.',
    },
    recordBelow: "The undo record is in this run's thread.",
  },
  call: { decide: 'please approve or reject on the undo message.' },
  notice: { heading: '[Undo notice]', scheme: 'To be undone' },
  status: { chooseAtCard: 'Choose on the undo message how to go on.' },
  manual: { howTo: 'Press “Answer checks” on the undo message.' },
  stopped: {
    heading: {
      step: '❌ An undo step failed: choose how to go on',
      verification: '❌ Checks after the undo failed: choose how to go on',
      outdated: '⌛ The approval ran out midway through the undo: choose what to do',
    },
    verification: (checks) => `Everything is undone, but these checks did not pass or gave no answer: ${checks}.`,
    cannotUndo: 'What is undone stays undone and the rest stays as it is. An undo cannot be undone.',
  },
  means: {
    skip: 'leaves the failed step as it is and goes on undoing behind it. Say why.',
    'give-up': 'Backout runs nothing more. What is undone stays undone. Say why.',
  },
  summons: {
    choose: 'please choose how to go on, on the undo message.',
    end: 'please put it right by hand, then end it on the undo message.',
  },
  turns: { stopped: '❌ The undo failed midway. A person must choose how to go on.' },
  ways: {
    risks: {
      skip: 'What this step should undo stays. Later steps may rely on it.',
      hold: 'The service stays as it is now, perhaps half undone. The system stays taken: no rollback of it can start.',
      'give-up': 'What is undone stays undone and the rest stays as it is. The service may be broken.',
    },
    afters: { 'give-up': 'The undo ends as failed, and the system is free for the next rollback.' },
  },
  incidentThread: {
    stands: { running: '▶️ Undoing', stopping: '🛑 Stopping the undo' },
    started: (budget) => `▶️ Approved: the undo has started. Expected time: ${budget}.`,
    verifying: '🔎 Everything is undone. Checking that has begun.',
    answerChecks: 'Answer the open checks on the undo message.',
    card: 'Undo message',
    record: 'The undo record is below the undo message.',
  },
  record: {
    heading: 'Undo record',
    fileTitle: (run) => `Undo record ${run}`,
    time: 'Undone at',
    symptom: 'Why it was undone',
    scope: 'Impact when that rollback was requested',
    scheme: 'To be undone',
    steps: 'Undo steps',
    verified: 'Undo verified',
    checklist: 'Checklist before the undo',
  },
  requestFile: { heading: (run) => `Undo request ${run}` },
  documents: {
    marks: {
      requested: 'undo requested',
      approved: 'undo approved',
      started: 'undo started',
      ended: 'undo done',
      recovered: 'as before that rollback',
    },
  },
  completion: { posted: 'The document is then posted anew in the thread of the undo, with your name beside it.' },
  emergency: { heading: '🚨 This undo needs help', time: 'Undone at' },
  rejection: { title: 'Reject the undo', means: 'Nothing is run, and that rollback stands.' },
  hostTable: {
    order: (first, others) =>
      others === ''
        ? `${first} is the only host of its group.`
        : `Host by host, the last one first: ${first}, then ${others}. A step that fails stops before the next host.`,
  },
};

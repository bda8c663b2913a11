import type { HoldCause, StopCause } from '../../domain/event.js';
import type { LostCode } from '../../domain/step-end.js';
import { capital } from './capital.js';

type Reasons = Readonly<Record<LostCode, string>>;
type Causes = Readonly<Record<StopCause, string>>;
/** `what`: the undo that broke, or the checks that did not pass. */
type Holds = Readonly<Record<HoldCause, (what: string) => string>>;

const several = (count: number, one: string, more: string) => (count === 1 ? `1 ${one}` : `${count} ${more}`);

/** A run that stands still or turns back: unknown, stopped, held, being put back, in the queue, paused. */
export const enStandstill = {
  /** Nobody knows how a step ended. */
  human: {
    heading: '❓ Result unknown: a person must decide',
    what: (step: string) => `Nobody knows how ${step} ended.`,
    delivered: (time: string) => `The command was delivered at ${time}.`,
    lostAt: (time: string) => `We lost the host at ${time}.`,
    lostAfter: 'We heard nothing from the host after that.',
    mayHave: 'It may have run fully, partly, or not at all.',
    hasBegun: 'It has begun: it may have run fully or partly.',
    mayStillRun: 'It may still be running on the host.',
    stillRuns: 'It is still running on the host.',
    why: 'Why unknown',
    reasons: {
      'connection-lost': 'the connection to the host was lost',
      'host-silent': 'the host can be reached but gives no answer',
      'host-rebooted': 'the host restarted',
      'runner-killed': 'the process that watched the command on the host died; the command itself may still be running',
      'still-running': 'it was told to stop and still runs on the host',
      'different-script': 'the host has another script on file for this step',
      'refused-later': 'the step was sent; asked again, the host refused to answer',
      'never-begun': 'the step was sent, but the host shows no sign that it began',
      unintelligible: "the host's answer cannot be understood",
    } satisfies Reasons as Reasons,
    known: 'What is known',
    claimed: 'Begun on the host',
    claimedIs: (answer: boolean | null) => pick(answer, 'yes', 'no sign of it', 'the host cannot be asked'),
    watcher: 'Still running there',
    watcherIs: {
      alive: 'yes, it still runs',
      dead: 'what watched it has died; the command itself may live on',
      rebooted: 'no, the restart of the host ended it',
      unknown: 'unknown',
    },
    rebooted: 'Host restarted meanwhile',
    rebootedIs: (answer: boolean | null) => pick(answer, 'yes', 'no', 'unknown'),
    lastHeard: 'Last word or output from the host',
    never: 'never',
    verified: "The step's own check, asked now",
    verifiedIs: {
      yes: 'passed, what the step should do is there',
      no: 'did not pass, what the step should do is not there',
    },
    script: 'Script (SHA-256)',
    lastLines: (count: number) => `Its last output (${several(count, 'line', 'lines')}):`,
    safeLabel: 'What is certain',
    done: (steps: string) => `Done: ${steps}`,
    notBegun: (steps: string) => `Not run: ${steps}`,
    sentToo: (steps: string) => `Delivered together with it. If it succeeded, the host may have gone on with: ${steps}`,
    kept: (step: string) => `Copy from before (${step})`,
    stays: 'Until somebody chooses, Backout sends nothing new, and other rollbacks of this system wait.',
    stillUnknown: 'It was never found out how the step ended.',
  },
  /** A step or the verification failed after something was changed. */
  stopped: {
    heading: {
      step: '❌ A step failed: choose how to go on',
      verification: '❌ Verification failed: choose how to go on',
      outdated: '⌛ The approval ran out midway: choose what to do',
    } satisfies Causes as Causes,
    step: (step: string, words: string) => `${capital(step)}: ${words}. Later steps did not run.`,
    verification: (checks: string) => `All steps are done, but these checks did not pass or gave no answer: ${checks}.`,
    outdated: (steps: string) =>
      `Backout was down too long midway, so the approval no longer counts, and it does not go on by itself. Not run: ${steps}.`,
    mayBeBroken: 'The service may still be broken.',
    stays: 'Nothing runs now. It stays like this until somebody chooses; other rollbacks of this system wait.',
    canUndo: (count: number) =>
      count === 1
        ? 'What was changed is still there. Backout can undo 1 step.'
        : `What was changed is still there. Backout can undo ${count} steps.`,
    onlyCopies: 'Nothing of the system was changed yet; only copies were kept.',
    cannotUndo: 'What was changed is still there. The plan does not say how to undo it.',
    undoFollows: 'The plan orders that it is undone now. Nothing to do.',
  },
  /** What was done is being taken back. */
  restoring: {
    heading: '♻️ Putting it back as it was',
    ordered: {
      step: 'A step failed; the plan orders that what was done is undone',
      verification: 'Verification failed; the plan orders that what was done is undone',
    },
    chosen: 'Undo chosen by',
    goesOn: 'It goes on by itself; nothing to do. If an undo fails, it stops there and people are called.',
    now: (step: string) => `Now ${step}`,
    checking: (done: number, total: number) =>
      `Everything is undone. Checking that it is as before, ${done} of ${total}`,
    stopping: '🛑 Stopping the undo',
    stoppedBy: 'Undoing stopped by',
    abort: 'Stop undoing',
    abortConfirm: {
      title: 'Stop undoing?',
      text: 'The command that runs now is stopped on the host. Things stay half put back, and a person must go on by hand.',
      yes: 'Stop it',
      no: 'Go on undoing',
    },
    abortSpoken: (run: string) => `Stop undoing ${run}`,
  },
  /** Nothing runs until a person ends the run. */
  held: {
    heading: '⏸️ On hold: nothing runs',
    because: {
      'undo-failed': (what) => `Undoing failed: ${what}. The host may be left half changed.`,
      'not-restored': (what) =>
        `Everything was undone, but these checks say that it is not as before: ${what}. The service may be broken.`,
      aborted: () => 'Undoing was stopped midway. The host is left half changed.',
      outdated: () =>
        'Backout was down too long while it was undoing, and does not go on by itself. The host is left half changed.',
      person: () => 'A person decided that nothing more runs for now.',
    } satisfies Holds as Holds,
    by: 'Put on hold by',
    undone: (steps: string) => `Undone: ${steps}`,
    notUndone: (steps: string) => `Not undone: ${steps}`,
    byHand: (post: string) =>
      `Not taken back yet. To do it by hand, in this order (commands in the thread: “${post}”):`,
    end: 'How it ends: somebody with a say in this system puts things right by hand, then presses “End as failed” and says what was done.',
    stays: 'It stays like this until then. Other rollbacks of this system wait.',
  },
  queued: {
    heading: '🕐 In the queue',
    ahead: (count: number) =>
      `${several(count, 'rollback of this system comes', 'rollbacks of this system come')} first. Then the pre-checks begin by themselves.`,
  },
  paused: {
    card: 'Steps that are already on a host go on there. Once Backout is started it goes on by itself, mostly within minutes. If nothing changes, start Backout.',
    thread:
      '🔁 Paused: Backout was stopped. Once started it goes on by itself, mostly within minutes. If nothing changes, start Backout.',
    standing:
      '🔁 Paused: Backout was stopped. Nothing can be chosen and nothing new is sent until it is started; then the buttons are here again. If nothing changes, start Backout.',
    heading: '🔁 Paused: Backout was stopped',
    resumed: (time: string) => `▶️ Resumed at ${time}: the hosts are asked about every open step first.`,
  },
  /** A closed run whose lock is still on a host. */
  locked: {
    label: 'Still locked',
    how: 'Other rollbacks, and deployments that look at the lock, are kept off there. When the host is in order, type where Backout runs: ',
  },
  claim: {
    nobody: (button: string) => `Nobody has taken this up yet. Press “${button}” first, so that the others know.`,
    by: 'Taken up by',
    others: (button: string) => `Only this person chooses now. Anybody else presses “${button}” first.`,
  },
  /** Somebody wants to run a step again. */
  rerun: {
    asks: (step: string) => `wants to run ${step} again.`,
    needs: 'Another decider must say yes or no. Until then nothing runs.',
    callHeading: '🔔 Run a step again? Please decide',
    call: 'please say yes or no on the rollback message.',
    wish: 'Wanted to run again',
    answered: { granted: 'agreed to run it again', declined: 'said no to running it again' },
    settled: 'Whether to run it again is settled',
    overtaken: 'Nobody answered; it went on in another way.',
  },
  /** What each way on does, beside its name. */
  means: {
    choose: 'Choose one:',
    askAgain: 'Check again',
    'ask-again': 'asks the host how this step ended and repeats nothing. If it succeeded, the run goes on.',
    settle: 'you looked on the host and its work is there. Say how you know; it stands in the record.',
    rerun: 'runs the same command once more.',
    secondPerson: 'Another decider must agree first.',
    skip: 'leaves the failed step as it is and goes on behind it. Say why.',
    'verify-again': 'asks the checks that did not pass once more. Changes nothing.',
    restore: (count: number) =>
      `takes back what was done, in ${several(count, 'step', 'steps')}, then checks that it is as before.`,
    hold: 'the run stays open until somebody ends it. Other rollbacks of this system wait.',
    next: (when: string) => `ends this run as failed and opens that request (${when}).`,
    'give-up': 'Backout runs nothing more. What was done stays done. Say why.',
    handOver: 'Stop and hand over',
    'hand-over':
      'Backout runs nothing more. The commands that are left, and those that undo, are posted in the thread.',
    handOverConfirm: {
      title: 'Stop and hand over?',
      text: 'Backout runs nothing more and ends this run. The step may still be running on the host: you check and finish by hand.',
      yes: 'I go on by hand',
      no: 'Not yet',
    },
    spoken: (label: string, run: string) => `${label}: ${run}`,
  },
  /** Messages of their own that call people. */
  summons: {
    choose: 'please choose how to go on, on the rollback message.',
    end: 'please put it right by hand, then end it on the rollback message.',
    reminder: (count: number) => `🔔 Reminder ${count}: this still waits for a person`,
    waits: (span: string) => `waiting for ${span}`,
    dealtWith: {
      unknown: 'The unknown step was dealt with',
      stopped: 'How to go on was chosen',
      held: 'The run on hold was ended',
      reminder: 'Nobody needs to choose any more',
    },
  },
  /** Milestones in an incident thread. */
  turns: {
    unknown: '❓ Result unknown. A person must decide how to go on.',
    stopped: '❌ It failed after something was changed. A person must choose how to go on.',
    outdated: '⌛ The approval ran out after something was changed. A person must choose what to do.',
    restoring: '♻️ It failed. What was done is being undone.',
    held: '⏸️ On hold: nothing runs. A person must put it right by hand.',
  },
  undoRun: {
    offer: (command: string) => `A copy from before was kept. To take this rollback back: ${command}`,
  },
};

function pick(answer: boolean | null, yes: string, no: string, unknown: string): string {
  if (answer === null) return unknown;
  return answer ? yes : no;
}

import type { Group } from '../entry.js';
import { ofRun } from '../from-run.js';
import { goesOn, paused, queued } from '../tales/eventful.js';
import {
  heldAborted,
  heldBroken,
  heldByPerson,
  heldNotAsBefore,
  heldOutdated,
  restoring,
  restoringChecks,
  restoringChosen,
  restoringStopped,
  restoringUnverified,
} from '../tales/restoring.js';
import {
  copyFailed,
  declinedWish,
  delivered,
  grantedWish,
  lostBetween,
  lostLast,
  lostOnce,
  lostUndo,
  overtakenWish,
  reminded,
  skippedOne,
  stopped,
  stoppedClaimed,
  stoppedHarmless,
  stoppedLinked,
  stoppedOrdered,
  stoppedPaused,
  stoppedUnverified,
  stoppedWished,
  unverifiedLost,
  verifiedLost,
  wishedLost,
} from '../tales/standing.js';
import { handedOver } from '../tales/unknown.js';

const STAND = restoring('en').stands[0]?.since;
const calls = ['card', `call:stopped:${STAND}`, `call:reminder:1:${STAND}`];
const wished = ['card', `call:rerun:${declinedWish('en').wishes[0]?.at}`];
const place = '1763579000.000100';

/** A run that stands still until people choose. */
export const standingGroup: Group = {
  id: 'standing',
  title: 'Standing still',
  entries: [
    ofRun(lostBetween({}), { name: 'Unknown, others delivered too', when: 'the connection broke between two steps' }),
    ofRun(delivered, { name: 'Delivered together', when: 'the first of them runs' }),
    ofRun(verifiedLost, { name: 'Unknown, all rows', when: 'the card cannot list them all', key: 'rows' }),
    ofRun(verifiedLost, { name: 'Unknown, its work is there', when: 'the step’s own check was asked' }),
    ofRun(unverifiedLost, { name: 'Unknown, taken up', when: 'a person took it; its work is not there' }),
    ofRun(wishedLost, { name: 'Unknown, wanted again', when: 'somebody wants to run the step again' }),
    ofRun(lostBetween({ lastHeardAt: null }), { name: 'Unknown, silence', when: 'nothing was heard any more' }),
    ofRun(lostOnce, { name: 'Unknown, never again', when: 'nothing can tell whether it ran' }),
    ofRun(lostLast, { name: 'Unknown last step', when: 'the connection broke' }),
    ofRun(lostUndo, { name: 'Unknown undo', when: 'the connection broke while it was undone' }),
    ofRun(handedOver, { name: 'Commands that are left', when: 'a person goes on by hand', key: 'rest' }),
    ofRun(stopped, { name: 'A step failed', when: 'after something was changed' }),
    ofRun(stopped, { name: 'A step failed, plain', when: 'the workspace refuses the plan block', old: true }),
    ofRun(stoppedClaimed, { name: 'A step failed, taken up', when: 'a person took it' }),
    ofRun(stoppedWished, { name: 'A step failed, wanted again', when: 'another decider must agree' }),
    ofRun(stoppedWished, { name: 'Call to run it again', when: 'another decider must agree', key: 'call:rerun' }),
    ...(
      [
        ['agreed', grantedWish],
        ['said no', declinedWish],
        ['settled otherwise', overtakenWish],
      ] as const
    ).map(([how, tale]) =>
      ofRun(tale, { name: `Run it again: ${how}`, when: 'it was decided', key: 'call:rerun', delivered: wished }),
    ),
    ofRun(overtakenWish, { name: 'Record of a wish', when: 'at the end', key: 'record-file' }),
    ofRun(copyFailed, { name: 'A copy could not be kept', when: 'nothing was changed before it' }),
    ofRun(stoppedHarmless, { name: 'A step failed, harmless again', when: 'the plan says that twice does no harm' }),
    ofRun(stoppedOrdered, { name: 'A step failed, undo ordered', when: 'the plan orders it' }),
    ofRun(stoppedUnverified, { name: 'Verification failed', when: 'after the steps' }),
    ofRun(stopped, { name: 'Call to a failed step', when: 'people must choose', key: 'call:stopped' }),
    ofRun(reminded, { name: 'Reminder', when: 'nobody took it up', key: 'call:reminder:2', after: 400_000 }),
    ofRun(restoring, {
      name: 'Reminder settled',
      when: 'the choice was made',
      key: 'call:reminder',
      delivered: calls,
    }),
    ofRun(restoring, { name: 'Call settled', when: 'the choice was made', key: 'call:stopped', delivered: calls }),
    ofRun(stoppedLinked, { name: 'Milestone, failed', when: 'people must choose', key: `incident:stopped:${place}` }),
    ofRun(stoppedLinked, { name: 'Headline, failed', when: 'people must choose', key: 'incident:requested' }),
    ofRun(stoppedOrdered, { name: 'Headline, undo ordered', when: 'the plan orders it', key: 'incident:requested' }),
    ofRun(queued, { name: 'In the queue', when: 'other rollbacks come first' }),
    ofRun(queued, { name: 'Headline, in the queue', when: 'other rollbacks come first', key: 'incident:requested' }),
    ofRun(paused, { name: 'Paused', when: 'Backout was stopped' }),
    ofRun(paused, { name: 'Paused, thread', when: 'Backout was stopped', key: 'paused' }),
    ofRun(paused, { name: 'Headline, paused', when: 'Backout was stopped', key: 'incident:requested' }),
    ofRun(stoppedPaused, { name: 'A step failed, paused', when: 'Backout was stopped' }),
    ofRun(stoppedPaused, { name: 'A step failed, paused, thread', when: 'Backout was stopped', key: 'paused' }),
    ofRun(skippedOne, {
      ...{
        name: 'Milestone, verifying without a step',
        when: 'a failed step was left as it is',
        key: 'incident:verifying',
      },
    }),
    ofRun(skippedOne, {
      ...{ name: 'Milestone, failed, settled', when: 'a failed step was left as it is', key: 'incident:stopped' },
      delivered: ['card', `incident:stopped:${place}`],
    }),
    ofRun(grantedWish, {
      ...{ name: 'Call settled, again', when: 'it was agreed', key: 'call:stopped' },
      delivered: ['card', `call:stopped:${grantedWish('en').stands[0]?.since}`],
    }),
    ofRun(goesOn, { name: 'Resumed', when: 'Backout is back', key: 'paused', delivered: ['card', 'paused:1'] }),
  ],
};

/** What was done is taken back; or that failed too. */
export const restoringGroup: Group = {
  id: 'restoring',
  title: 'Undoing and holding',
  entries: [
    ofRun(restoring, { name: 'Undoing', when: 'a step failed and the plan orders it' }),
    ofRun(restoring, { name: 'Undoing, plain', when: 'the workspace refuses the plan block', old: true }),
    ofRun(restoring, { name: 'Undoing, thread', when: 'a step failed and the plan orders it', key: 'restoring' }),
    ofRun(restoring, { name: 'Milestone, undoing', when: 'it began', key: 'incident:restoring' }),
    ofRun(restoring, { name: 'Headline, undoing', when: 'it is under way', key: 'incident:requested' }),
    ofRun(restoringUnverified, {
      name: 'Undoing after the checks',
      when: 'verification failed and the plan orders it',
    }),
    ofRun(restoringChosen, { name: 'Undoing, chosen', when: 'a person chose it' }),
    ofRun(restoringStopped, { name: 'Undoing is being stopped', when: '“Stop undoing” was pressed' }),
    ofRun(restoringChecks, { name: 'As before?', when: 'everything is undone' }),
    ofRun(heldBroken, { name: 'On hold, undo failed', when: 'an undo step failed' }),
    ofRun(heldBroken, { name: 'On hold, undo failed, plain', when: 'the workspace refuses the plan block', old: true }),
    ofRun(heldBroken, { name: 'Call to a hold', when: 'a person must put it right', key: 'call:held' }),
    ofRun(heldBroken, { name: 'What to tell those who help', when: 'it is on hold', key: 'call:emergency' }),
    ofRun(heldBroken, { name: 'Milestone, on hold', when: 'an undo step failed', key: 'incident:held' }),
    ofRun(heldBroken, { name: 'Headline, on hold', when: 'an undo step failed', key: 'incident:requested' }),
    ofRun(heldBroken, { name: 'Commands for a hold', when: 'for a person to run by hand', key: 'undo' }),
    ofRun(heldNotAsBefore, { name: 'On hold, not as before', when: 'the checks after the undo say so' }),
    ofRun(heldAborted, { name: 'On hold, stopped midway', when: '“Stop undoing” was pressed' }),
    ofRun(heldOutdated, { name: 'On hold, away too long', when: 'Backout was down while it undid', after: 90_010_000 }),
    ofRun(heldByPerson, { name: 'On hold, chosen', when: 'a person said so' }),
  ],
};

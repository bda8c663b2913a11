import type { Group } from '../entry.js';
import { ofRun } from '../from-run.js';
import { eventful, kept, locked, queuedOnce, skippedAndOpen } from '../tales/eventful.js';
import {
  heldAbortedEnded,
  heldByPersonEnded,
  heldEnded,
  restored,
  restoredTimeline,
  restoredUnverified,
  undoneUnseen,
} from '../tales/restoring.js';
import { onlyLooked } from '../tales/standing.js';

const posted = ['card', 'call:emergency'];
const onHold = ['card', 'call:held:1795115541000'];

/** How a run ends that went another way than planned. */
export const putBackGroup: Group = {
  id: 'put-back',
  title: 'Ending another way',
  entries: [
    ofRun(restored, { name: 'Put back', when: 'everything was undone after a step failed' }),
    ofRun(restored, { name: 'Put back, summary', when: 'at the end', key: 'summary' }),
    ofRun(restored, { name: 'Put back, record', when: 'at the end', key: 'record-file' }),
    ofRun(restored, { name: 'Put back, milestone', when: 'at the end', key: 'incident:finished' }),
    ofRun(restored, { name: 'Put back, no help needed', when: 'at the end', key: 'call:emergency', delivered: posted }),
    ofRun(restoredUnverified, { name: 'Put back after the checks', when: 'verification had failed' }),
    ofRun(restoredTimeline, { name: 'Put back, timeline', when: 'at the end', key: 'record-file' }),
    ofRun(heldAbortedEnded, { name: 'Ended after the undo was stopped', when: 'a person ended it' }),
    ofRun(onlyLooked, { name: 'Only looked, verification failed', when: 'nothing was changed' }),
    ofRun(undoneUnseen, { name: 'Undone, not looked at', when: 'the plan does not say how to see it' }),
    ofRun(heldEnded, { name: 'Ended after a hold', when: 'a person ended it' }),
    ofRun(heldEnded, {
      name: 'Call to a hold, settled',
      when: 'a person ended it',
      key: 'call:held',
      delivered: onHold,
    }),
    ofRun(heldEnded, { name: 'Ended after a hold, record', when: 'at the end', key: 'record-file' }),
    ofRun(heldByPersonEnded, { name: 'Ended after a person held it', when: 'a person ended it' }),
    ofRun(heldByPersonEnded, { name: 'Ended after a person held it, record', when: 'at the end', key: 'record-file' }),
    ofRun(eventful, { name: 'Settled, run again and left out', when: 'people chose on the way' }),
    ofRun(eventful, { name: 'Settled, run again and left out, record', when: 'at the end', key: 'record-file' }),
    ofRun(skippedAndOpen, { name: 'Left out, and a check open', when: 'people chose on the way' }),
    ofRun(kept, { name: 'Can be undone', when: 'the copy from before was kept' }),
    ofRun(locked, { name: 'Still locked', when: 'a host did not give up the lock' }),
    ofRun(queuedOnce, { name: 'Record of a run that had waited', when: 'at the end', key: 'record-file' }),
  ],
};

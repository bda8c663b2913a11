import { choiceModal } from '../../src/view/choice-modal.js';
import { rejectionModal } from '../../src/view/rejection.js';
import { CHANNELS } from '../bound-systems.js';
import { dialogEntry, type Group } from '../entry.js';
import { T0 } from '../events.js';
import { ofRun } from '../from-run.js';
import * as tales from '../tales/undoing.js';

const place = '1763579000.000100';
const posted = ['card', 'incident:requested', `incident:decide:${place}`, `incident:stopped:${place}`];

/** A run of its own that takes back a rollback which had ended. */
export const undoingGroup: Group = {
  id: 'undoing',
  title: 'Taking a rollback back',
  entries: [
    ofRun(tales.undoPreparing, { name: 'Undo, pre-checks', when: 'it was requested' }),
    ofRun(tales.undoRefused, { name: 'Undo refused', when: 'the kept copy is gone' }),
    ofRun(tales.undoAwaiting, { name: 'Undo awaits a decision', when: 'the kept copy is there' }),
    ofRun(tales.undoAwaiting, { name: 'Undo, call to decide', when: 'the buttons are there', key: 'call:decide' }),
    ofRun(tales.undoAwaiting, { name: 'Undo, request file', when: 'before the buttons appear', key: 'request-file' }),
    dialogEntry('Undo, reject', '“Reject” was pressed', (language) => {
      const state = tales.undoAwaiting(language);
      const context = { run: state.id, digest: state.request.digest, channel: CHANNELS.meiyueart };
      return rejectionModal(state, context, { language, now: T0 });
    }),
    ofRun(tales.undoRejected, { name: 'Undo rejected', when: 'a decider said no' }),
    ofRun(tales.undoExpired, { name: 'Undo expired', when: 'nobody decided' }),
    ofRun(tales.undoRunning, { name: 'Undo, notice', when: 'after the approval', key: 'notice' }),
    ofRun(tales.undoRunning, { name: 'Undo runs', when: 'steps run' }),
    ofRun(tales.undoRunning, { name: 'Undo, started', when: 'it was approved', key: 'incident:decided' }),
    ofRun(tales.undoRunning, { name: 'Undo, headline', when: 'steps run', key: 'incident:requested' }),
    ofRun(tales.undoVerifying, { name: 'Undo, checking', when: 'everything is undone', key: 'incident:verifying' }),
    ofRun(tales.undoSucceeded, { name: 'Undo succeeded', when: 'the checks passed' }),
    ofRun(tales.undoSucceeded, { name: 'Undo succeeded, summary', when: 'at the end', key: 'summary' }),
    ofRun(tales.undoSucceeded, { name: 'Undo succeeded, milestone', when: 'at the end', key: 'incident:finished' }),
    ofRun(tales.undoSucceeded, { name: 'Undo record', when: 'at the end', key: 'record-file' }),
    ofRun(tales.undoStopped, { name: 'An undo step failed', when: 'people must choose' }),
    ofRun(tales.undoStopped, { name: 'Undo, milestone', when: 'a step failed', key: `incident:stopped:${place}` }),
    ofRun(tales.undoUnverified, { name: 'Undone, checks failed', when: 'people must choose' }),
    ...(['skip', 'hold', 'give-up'] as const).map((way) =>
      dialogEntry(`Undo, ${way}`, 'its button was pressed', (language) =>
        choiceModal(tales.undoStopped(language), way, CHANNELS.meiyueart, { language, now: T0 + 40_000 }),
      ),
    ),
    ofRun(tales.undoSkipped, { name: 'Undo, a step left out', when: 'a person skipped it' }),
    ofRun(tales.undoFailed, { name: 'Undo failed', when: 'a person ended it' }),
    ofRun(tales.undoFailed, { name: 'Undo failed, help', when: 'a person ended it', key: 'call:emergency' }),
    ofRun(tales.undoFailed, { name: 'Undo failed, record', when: 'at the end', key: 'record-file' }),
    ofRun(tales.undoUnverifiedEnded, { name: 'Undone, checks failed, ended', when: 'a person ended it' }),
    ofRun(tales.undoOutdated, { name: 'Undo, away too long midway', when: 'Backout was down while it ran' }),
    ofRun(tales.undoAborted, { name: 'Undo stopped', when: '“Stop” was pressed' }),
    ofRun(tales.undoStopped, {
      name: 'Undo decided',
      when: 'a milestone follows',
      key: 'incident:decide',
      delivered: posted,
    }),
  ],
};

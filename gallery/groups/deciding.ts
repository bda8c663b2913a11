import { checklistModal } from '../../src/view/checklist-modal.js';
import { CHANNELS } from '../bound-systems.js';
import { dialogEntry, type Group } from '../entry.js';
import { ofRun } from '../from-run.js';
import {
  awaiting,
  awaitingLong,
  awaitingRestore,
  expired,
  preparing,
  preparingList,
  refused,
  rejectedRun,
  running,
  ticking,
  unreachableHost,
  withdrawn,
} from '../tales/opened.js';
import { hugeScripts, longScripts, noChecks, oddSteps, standingChosen } from '../tales/variants.js';

const called = ['card', 'request-file', 'call:decide'];

/** From the request to the decision. */
export const decidingGroup: Group = {
  id: 'deciding',
  title: 'Deciding',
  entries: [
    ofRun(preparing, { name: 'Requested', when: 'pre-checks run' }),
    ofRun(preparingList, { name: 'Requested, with a checklist', when: 'pre-checks run, boxes are ticked meanwhile' }),
    ofRun(awaiting, {
      name: 'Waiting, file on its way',
      when: 'before the request file is in the thread',
      delivered: ['card'],
    }),
    ofRun(awaiting, { name: 'Waiting for a decision', when: 'the request file is in the thread' }),
    ofRun(awaitingRestore, { name: 'Waiting, with a backup', when: 'the scheme returns to a backup' }),
    ofRun(standingChosen, { name: 'Waiting, of what stood there', when: 'its tag was checked out when it was chosen' }),
    ofRun(awaitingLong, { name: 'Waiting, another plan', when: 'the scheme restores files' }),
    ofRun(longScripts, { name: 'Waiting, long scripts', when: 'scripts are cut on the card' }),
    ofRun(hugeScripts, { name: 'Waiting, scripts in the file', when: 'they are too long for the card' }),
    ofRun(oddSteps, { name: 'Waiting, cannot be undone', when: 'steps with another user, folder or values' }),
    ofRun(noChecks, { name: 'Waiting, no checks', when: 'the scheme verifies nothing' }),
    ofRun(ticking, { name: 'Waiting, boxes open', when: 'the checklist is not complete' }),
    dialogEntry('Checklist', '“Checklist” was pressed', (language) =>
      checklistModal(ticking(language), CHANNELS.meiyueart, language),
    ),
    dialogEntry('Checklist, many boxes', 'more boxes than a group holds', (language) => {
      const state = ticking(language);
      const [box] = state.request.plan.checklist;
      const checklist = Array.from({ length: 12 }, (_, index) => ({
        ...(box ?? { title: '', answeredBy: 'person' as const, cites: [] }),
        id: `box-${index}`,
      }));
      const request = { ...state.request, plan: { ...state.request.plan, checklist } };
      return checklistModal({ ...state, request }, CHANNELS.meiyueart, language);
    }),
    ofRun(awaiting, { name: 'Call to the deciders', when: 'the buttons are there', key: 'call:decide' }),
    ofRun(running, { name: 'Call settled', when: 'somebody approved', key: 'call:decide', delivered: called }),
    ofRun(expired, { name: 'Call settled, expired', when: 'nobody decided', key: 'call:decide', delivered: called }),
    ofRun(awaiting, {
      name: 'Evidence of a pre-check',
      when: 'it is too long for the card',
      key: 'precheck:error-log',
    }),
    ofRun(rejectedRun, { name: 'Rejected', when: 'a decider rejected' }),
    ofRun(rejectedRun, { name: 'Rejected, summary', when: 'a decider rejected', key: 'summary' }),
    ofRun(withdrawn, { name: 'Withdrawn', when: 'the requester took it back' }),
    ofRun(expired, { name: 'Expired', when: 'nobody decided in time' }),
    ofRun(refused, { name: 'Refused', when: 'a pre-check that blocks did not pass' }),
    ofRun(unreachableHost, { name: 'Refused, host silent', when: 'the pre-checks could not be asked' }),
  ],
};

import type { Language } from '../../src/domain/text.js';
import { fileNote } from '../../src/view/note.js';
import { parseCompletion } from '../../src/view/told-input.js';
import { completionModal, completionOpener, type DocumentKind } from '../../src/view/told-modal.js';
import { CHANNELS } from '../bound-systems.js';
import { apart, withRuns } from '../engines.js';
import { dialogEntry, type Group, messageEntry } from '../entry.js';
import { ofRun, type Tale } from '../from-run.js';
import {
  abortedBefore,
  checksFailed,
  notStarted,
  partial,
  restoreFailed,
  stepFailed,
  succeeded,
  succeededRestore,
} from '../tales/ended.js';
import { awaiting, expired, rejectedRun, runningLong } from '../tales/opened.js';
import { awaitingOrdered } from '../tales/site.js';
import { completed, general, reviewed, succeededLate } from '../tales/told.js';
import { handedOver } from '../tales/unknown.js';
import { metricChecks, oddSteps, withTimeline } from '../tales/variants.js';
import { typed } from '../typed.js';

const wechat = CHANNELS['wechat-backend'];
const thread = {
  run: '20261120-7kq2m',
  channel: wechat,
  permalink: 'https://backout.slack.com/archives/C0INCIDENT/p1763579000000100',
};

/** How a run that touched a host ends. */
export const endingGroup: Group = {
  id: 'ending',
  title: 'Ending',
  entries: [
    ofRun(succeeded, { name: 'Succeeded', when: 'steps done, checks passed' }),
    ofRun(succeeded, { name: 'Succeeded, plain', when: 'the workspace refuses the plan block', old: true }),
    ofRun(succeeded, { name: 'Succeeded, summary', when: 'at the end', key: 'summary' }),
    ofRun(succeededRestore, { name: 'Succeeded, files restored', when: 'steps done, checks passed' }),
    ofRun(succeededLate, { name: 'Succeeded, late', when: 'it took longer than expected', key: 'summary' }),
    ofRun(partial, { name: 'Partly succeeded', when: 'a check that is not required did not pass' }),
    ofRun(partial, { name: 'Partly succeeded, summary', when: 'at the end', key: 'summary' }),
    ofRun(checksFailed, { name: 'Failed by its checks', when: 'a required check did not pass' }),
    ofRun(checksFailed, { name: 'Failed by its checks, summary', when: 'at the end', key: 'summary' }),
    ofRun(stepFailed, { name: 'A step failed, summary', when: 'at the end', key: 'summary' }),
    ofRun(abortedBefore, { name: 'Stopped before the first step', when: '“Stop” was pressed at once' }),
  ],
};

/** What a run leaves behind, and what people add to it. */
export const documentsGroup: Group = {
  id: 'documents',
  title: 'Documents',
  entries: [
    ofRun(awaiting, { name: 'Request file', when: 'before the buttons appear', key: 'request-file' }),
    ofRun(oddSteps, {
      name: 'Request file, odd steps',
      when: 'steps with another user, folder or values',
      key: 'request-file',
    }),
    ofRun(metricChecks, {
      name: 'Request file, numbers',
      when: 'checks ask Prometheus',
      key: 'request-file',
    }),
    ofRun(awaitingOrdered, {
      name: 'Request file, undo ordered',
      when: 'the plan orders the undo by itself',
      key: 'request-file',
    }),
    ofRun(runningLong, {
      name: 'Request file of the site',
      when: 'before the buttons appear',
      key: 'request-file',
    }),
    ofRun(general, { name: 'Record', when: 'at the end, when the plan has no template', key: 'record-file' }),
    ofRun(succeededRestore, { name: 'Record by the plan’s template', when: 'at the end', key: 'record-file' }),
    ofRun(withTimeline, {
      name: 'Record with a timeline',
      when: 'at the end, after a restart of Backout',
      key: 'record-file',
    }),
    ofRun(handedOver, { name: 'Record of a run that was taken over', when: 'at the end', key: 'record-file' }),
    ofRun(restoreFailed, { name: 'Record of a failure', when: 'at the end', key: 'record-file' }),
    ofRun(completed, { name: 'Record, completed', when: 'people told what no machine knows', key: 'record-file:' }),
    ofRun(reviewed, { name: 'Review, completed', when: 'people told what came of it', key: 'review-file:' }),
    typed({ name: 'Review report', when: '/rollback review', text: 'review', engine: withRuns(succeeded) }),
    dialogEntry('Complete the record', 'its button was pressed', (language) =>
      dialog(succeededRestore, 'record', language),
    ),
    dialogEntry('Review', 'its button was pressed', (language) => dialog(succeeded, 'review', language)),
    dialogEntry(
      'Review, nothing new',
      'it was sent as it was',
      (language) => dialog(succeeded, 'review', language),
      (language) => wrong(succeeded, language, {}),
    ),
    dialogEntry(
      'Review, emptied and odd',
      'an answer was taken away, a row has too few cells',
      (language) => dialog(reviewed, 'review', language),
      (language) => wrong(reviewed, language, { actions: 'alert' }),
    ),
    messageEntry('only-you', 'The button for the dialog', 'it could not open by itself', (language) =>
      completionOpener(succeeded(language), 'record', language),
    ),
    messageEntry('only-you', 'File in a thread', '/rollback record', (language) => fileNote(thread, language)),
    messageEntry('only-you', 'File in the channel', 'the run has no card', (language) => fileNote(undefined, language)),
    typed({ name: 'No record yet', when: 'nothing has ended', text: 'record', engine: apart() }),
    typed({
      name: 'Record of an open run',
      when: 'it has not ended',
      text: 'record 20261120-7kq2m',
      engine: withRuns(awaiting),
    }),
    typed({
      name: 'Record of an unknown run',
      when: 'a wrong id',
      text: 'record 1',
      engine: withRuns(succeeded, notStarted),
    }),
    typed({ name: 'No review yet', when: 'nothing was carried out', text: 'review', engine: withRuns(rejectedRun) }),
    typed({
      name: 'Review of an open run',
      when: 'it has not ended',
      text: 'review 20261120-7kq2m',
      engine: withRuns(awaiting),
    }),
    typed({
      name: 'Review of a run that never ran',
      when: 'it expired',
      text: 'review 20261120-7kq2m',
      engine: withRuns(expired),
    }),
    typed({
      name: 'No review asked for',
      when: 'the plan wants none',
      text: 'review',
      engine: apart(),
      channel: CHANNELS.meiyueart,
    }),
  ],
};

function dialog(tale: Tale, document: DocumentKind, language: Language) {
  return completionModal(tale(language), document, { channel: wechat, language });
}

function wrong(tale: Tale, language: Language, typedIn: Readonly<Record<string, string>>) {
  const values = Object.fromEntries(Object.entries(typedIn).map(([id, value]) => [id, { input: { value } }]));
  const parsed = parseCompletion(values, tale(language), 'review', language);
  if (parsed.ok) throw new Error('nothing is wrong with it');
  return parsed.problems;
}

import type { Language } from '../../src/domain/text.js';
import { choiceOpener, schemeModal, systemModal, tellingModal } from '../../src/view/incident/choice-modals.js';
import { incidentMovedNote, linkedElsewhereNote, note } from '../../src/view/note.js';
import { problem } from '../../src/view/problem.js';
import { rejectionModal } from '../../src/view/rejection.js';
import { CHANNELS, systemOf } from '../bound-systems.js';
import { apart, together, withRuns } from '../engines.js';
import { dialogEntry, type Group, messageEntry } from '../entry.js';
import { T0 } from '../events.js';
import { ofRun } from '../from-run.js';
import { requestFor } from '../requests.js';
import { asking, awaiting, running } from '../tales/opened.js';
import { linked, settled } from '../tales/unknown.js';
import { typed } from '../typed.js';

const channel = CHANNELS['wechat-backend'];
const thread = { channel, thread: '1763579000.000100' };
const link = 'https://backout.slack.com/archives/C0INCIDENT/p1763579000000100';
const told = ['card', 'request-file', 'incident:unknown:1763579000.000100', 'incident:decide:1763579000.000100'];
const before = ['incident:requested:1763570000.000100'];
const engine = apart();

/** What is told and answered in the thread of an incident. */
export const incidentGroup: Group = {
  id: 'incident',
  title: 'Incident thread',
  entries: [
    messageEntry('incident', 'Linked', 'the first mention in a thread', (language) => note('linked', language)),
    messageEntry('incident', 'Linked already', '@Backout link', (language) => note('linkedHere', language)),
    messageEntry('incident', 'Linked elsewhere', 'a mention in another thread', (language) =>
      linkedElsewhereNote(link, language),
    ),
    messageEntry('incident', 'Moved', 'another thread was linked', (language) => incidentMovedNote(link, language)),
    messageEntry('only-you', 'Nothing to link', 'outside of a thread', (language) => note('linkInThread', language)),
    ofRun(linked.preparing, {
      name: 'Headline, pre-checks',
      when: 'a rollback was asked for',
      key: 'incident:requested',
    }),
    ofRun(linked.awaiting, { name: 'Headline, waiting', when: 'a decision is awaited', key: 'incident:requested' }),
    ofRun(linked.running, { name: 'Headline, running', when: 'steps run', key: 'incident:requested' }),
    ofRun(linked.stopping, { name: 'Headline, stopping', when: '“Stop” was pressed', key: 'incident:requested' }),
    ofRun(linked.verifying, { name: 'Headline, verifying', when: 'checks run', key: 'incident:requested' }),
    ofRun(linked.asking, { name: 'Headline, people asked', when: 'checks wait for people', key: 'incident:requested' }),
    ofRun(linked.unknown, { name: 'Headline, unknown step', when: 'people must decide', key: 'incident:requested' }),
    ofRun(linked.ended, { name: 'Headline, ended', when: 'at the end', key: 'incident:requested' }),
    ofRun(linked.running, {
      ...{ name: 'Told elsewhere', when: 'in the thread that was linked before', delivered: before },
      key: 'incident:requested:1763570000',
    }),
    ofRun(linked.awaiting, { name: 'Call to the deciders', when: 'the buttons are there', key: 'incident:decide' }),
    ofRun(linked.running, { name: 'Call settled', when: 'somebody decided', key: 'incident:decide:', delivered: told }),
    ofRun(linked.running, { name: 'Approved', when: 'the rollback starts', key: 'incident:decided' }),
    ofRun(linked.rejected, { name: 'Rejected', when: 'a decider rejected', key: 'incident:decided' }),
    ofRun(linked.verifying, { name: 'Verifying', when: 'all steps are done', key: 'incident:verifying' }),
    ofRun(linked.unknown, { name: 'Unknown step', when: 'people must decide', key: 'incident:unknown' }),
    ofRun(settled, {
      name: 'Unknown step settled',
      when: 'it was found out',
      key: 'incident:unknown',
      delivered: told,
    }),
    ofRun(linked.ended, { name: 'Ended', when: 'at the end', key: 'incident:finished' }),
    ofRun(linked.endedElsewhere, { name: 'Ended, in another channel', when: 'at the end', key: 'incident:finished' }),
    typed({ name: 'In brief', when: '@Backout alone', text: '', engine: withRuns(running, awaiting, asking), thread }),
    typed({ name: 'In brief, nothing open', when: '@Backout alone', text: '', engine, thread }),
    typed({ name: 'Help', when: '@Backout help', text: 'help', engine, thread }),
    typed({ name: 'Status', when: '@Backout status', text: 'status', engine: withRuns(running), thread }),
    typed({ name: 'Unknown words', when: 'a slip of the finger', text: 'statsu', engine, thread }),
    typed({ name: 'Schemes', when: '@Backout schemes', text: 'schemes', engine, thread }),
    typed({ name: 'No record', when: '@Backout record', text: 'record', engine, thread }),
  ],
};

const fromThread = { channel, incident: thread };

/** The way from any message to a request, and rejecting with a reason. */
export const fromMessageGroup: Group = {
  id: 'from-message',
  title: 'From a message, and rejecting',
  entries: [
    dialogEntry('Which system', '“Roll back from this incident” where two systems are', (language) =>
      systemModal(together(language).systems(), fromThread, language),
    ),
    dialogEntry('Which scheme', '“Roll back from this incident”', (language) =>
      schemeModal(
        systemOf('wechat-backend', language),
        undefined,
        { ...fromThread, reason: reason(language) },
        language,
      ),
    ),
    dialogEntry('Busy', 'a rollback is open already', (language) =>
      schemeModal(systemOf('wechat-backend', language), '20261120-7kq2m', fromThread, language),
    ),
    dialogEntry('Refused', 'a guest picked the shortcut', (language) =>
      tellingModal(problem({ code: 'person.guest', at: 'U0GUEST' }, language), language),
    ),
    messageEntry('only-you', 'The button for the dialog', 'it could not open by itself', (language) =>
      choiceOpener(fromThread, language),
    ),
    dialogEntry('Reject', '“Reject” was pressed', (language) => {
      const state = awaiting(language);
      return rejectionModal(state, { run: state.id, digest: state.request.digest, channel }, { language, now: T0 });
    }),
  ],
};

function reason(language: Language): string {
  return requestFor('wechat-backend', 'a', language).reason;
}

import { linkedElsewhereNote, note } from '../../src/view/note.js';
import { CHANNELS } from '../bound-systems.js';
import { apart, withRuns } from '../engines.js';
import { type Group, messageEntry } from '../entry.js';
import { ofRun } from '../from-run.js';
import { running } from '../tales/opened.js';
import { linked, settled } from '../tales/unknown.js';
import { typed } from '../typed.js';

const thread = { channel: CHANNELS['wechat-backend'], thread: '1763579000.000100' };
const link = 'https://backout.slack.com/archives/C0INCIDENT/p1763579000000100';
const all = ['incident:unknown:1763579000.000100'];

/** What is told and answered in the thread of an incident. */
export const incidentGroup: Group = {
  id: 'incident',
  title: 'Incident thread',
  entries: [
    messageEntry('incident', 'Linked', 'the first mention in a thread', (language) => note('linked', language)),
    messageEntry('incident', 'Linked already', '@Backout link in the linked thread', (language) =>
      note('linkedHere', language),
    ),
    messageEntry('incident', 'Linked elsewhere', 'a mention in another thread', (language) =>
      linkedElsewhereNote(link, language),
    ),
    messageEntry('only-you', 'Nothing to link', 'link outside of a thread', (language) =>
      note('linkInThread', language),
    ),
    ofRun(linked.awaiting, { name: 'Requested', when: 'somebody asked for a rollback', key: 'incident:requested' }),
    ofRun(linked.running, { name: 'Approved', when: 'the rollback starts', key: 'incident:decided' }),
    ofRun(linked.rejected, { name: 'Rejected', when: 'a decider rejected', key: 'incident:decided' }),
    ofRun(linked.unknown, { name: 'Unknown step', when: 'people must decide', key: 'incident:unknown' }),
    ofRun(settled, { name: 'Unknown step settled', when: 'it was found out', key: 'incident:unknown', delivered: all }),
    ofRun(linked.ended, { name: 'Ended', when: 'at the end', key: 'incident:finished' }),
    ofRun(linked.endedElsewhere, { name: 'Ended, in another channel', when: 'at the end', key: 'incident:finished' }),
    typed({ name: 'Help in the thread', when: '@Backout help', text: 'help', engine: apart(), thread }),
    typed({ name: 'Status in the thread', when: '@Backout status', text: 'status', engine: withRuns(running), thread }),
    typed({
      name: 'Unknown words in the thread',
      when: 'a slip of the finger',
      text: 'statsu',
      engine: apart(),
      thread,
    }),
    typed({ name: 'Schemes in the thread', when: '@Backout schemes', text: 'schemes', engine: apart(), thread }),
    typed({ name: 'No record in the thread', when: '@Backout record', text: 'record', engine: apart(), thread }),
  ],
};

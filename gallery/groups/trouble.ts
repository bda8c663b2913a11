import type { LostReason } from '../../src/domain/step-end.js';
import type { Language } from '../../src/domain/text.js';
import { askedAgain } from '../../src/view/asked-again.js';
import { fileMessages } from '../../src/view/file-messages.js';
import { brokeNote, note, supersededNote, withTyped } from '../../src/view/note.js';
import { requestText } from '../../src/view/request-file.js';
import { sceneOf } from '../../src/view/scene.js';
import { type Entry, type Group, messageEntry } from '../entry.js';
import { T0 } from '../events.js';
import { ofRun } from '../from-run.js';
import {
  abortedMidway,
  backupChanged,
  notStarted,
  outdated,
  outdatedAborted,
  outdatedGivenUp,
  outdatedMidway,
  restoreFailed,
  silentStep,
  siteFailed,
  slowStep,
  stepFailed,
  untouched,
} from '../tales/ended.js';
import { awaiting, awaitingRestore } from '../tales/opened.js';
import { firstOf } from '../tales/tale.js';
import { handedOver, settled, unknownStep, vouched } from '../tales/unknown.js';
import { localUndo } from '../tales/variants.js';

const REASONS: readonly LostReason[] = [
  ...(['host-silent', 'host-rebooted', 'runner-killed', 'still-running', 'different-script'] as const),
  ...(['refused-later', 'never-begun', 'unintelligible'] as const),
];
const told = ['card', 'call:unknown:1795115528000', 'call:emergency', 'undo'];
const first = (language: Language) => firstOf(awaiting(language).request);

/** When it does not go well. */
export const troubleGroup: Group = {
  id: 'trouble',
  title: 'Trouble',
  entries: [
    ofRun(stepFailed, { name: 'A step failed', when: 'it ended with another code than 0' }),
    ofRun(restoreFailed, { name: 'A restore failed', when: 'data may be half restored' }),
    ofRun(siteFailed, { name: 'The last step failed', when: 'the plan tells what to do until help comes' }),
    ofRun(slowStep, { name: 'A step took too long', when: 'it was stopped at its deadline' }),
    ofRun(silentStep, { name: 'A step fell silent', when: 'it printed nothing for too long' }),
    ofRun(notStarted, { name: 'A step did not start', when: 'the host could not be reached' }),
    ofRun(notStarted, { name: 'Why it did not start', when: 'in the thread', key: 'output:' }),
    ofRun(untouched, { name: 'A step that only looks failed', when: 'nothing was changed yet' }),
    ofRun(backupChanged, { name: 'The backup changed', when: 'it is not what was approved' }),
    ofRun(abortedMidway, { name: 'Stopped midway', when: '“Stop” was pressed while steps ran' }),
    ofRun(outdated, { name: 'Away too long before the first step', when: 'Backout was down after the approval' }),
    ofRun(outdatedMidway, { name: 'Away too long midway', when: 'Backout was down while steps ran' }),
    ofRun(outdatedMidway, {
      ...{ name: 'Milestone, away too long', when: 'people must choose', key: 'incident:stopped:1763579000.000100' },
    }),
    ofRun(outdatedGivenUp, { name: 'Away too long midway, ended', when: 'a person ended it' }),
    ofRun(outdatedAborted, { name: 'Away too long midway, as it was told before', when: 'of an older journal' }),
    ofRun(restoreFailed, { name: 'Call for help', when: 'a rollback broke', key: 'call:emergency' }),
    ofRun(siteFailed, { name: 'Call for help, with instructions', when: 'a rollback broke', key: 'call:emergency' }),
    ofRun(restoreFailed, { name: 'Commands that take it back', when: 'a rollback broke', key: 'undo' }),
    ofRun(localUndo, { name: 'Commands for the machine of Backout', when: 'a local step broke', key: 'undo' }),
    ofRun(unknownStep({}), { name: 'Unknown step', when: 'the connection broke while a step ran' }),
    ofRun(unknownStep({}), { name: 'Unknown step, plain', when: 'the workspace refuses the plan block', old: true }),
    ofRun(unknownStep({}), { name: 'Call to an unknown step', when: 'people must decide', key: 'call:unknown' }),
    ...REASONS.map((reason) => unknown(reason)),
    ofRun(unknownStep({ reason: 'ssh.auth-refused', detail: 'All configured authentication methods failed' }), {
      ...{ name: 'Unknown step: ssh.auth-refused', when: 'that is why nobody knows' },
    }),
    messageEntry('only-you', 'Asking the host', '“Ask the host again” was pressed', (language) =>
      note('askingHost', language),
    ),
    messageEntry('only-you', 'Still unknown', 'the host knows no more', (language) =>
      askedAgain(unknownStep({})(language), first(language), language, T0),
    ),
    messageEntry('only-you', 'Still unknown, the step is gone', 'the run has no such step', (language) =>
      askedAgain(unknownStep({})(language), 'gone', language, T0),
    ),
    messageEntry('only-you', 'The host answered', 'the step is known now', (language) =>
      askedAgain(settled(language), first(language), language, T0),
    ),
    ofRun(settled, { name: 'Unknown step settled', when: 'it was found out', key: 'call:unknown', delivered: told }),
    ofRun(settled, {
      name: 'No help needed any more',
      when: 'it was found out',
      key: 'call:emergency',
      delivered: told,
    }),
    ofRun(vouched, { name: 'A success that rests on a word', when: 'at the end' }),
    ofRun(handedOver, { name: 'Taken over', when: 'a person took over' }),
    ofRun(handedOver, {
      name: 'Taken over, call settled',
      when: 'a person took over',
      key: 'call:unknown',
      delivered: told,
    }),
    ofRun(handedOver, { name: 'Taken over, summary', when: 'at the end', key: 'summary' }),
    messageEntry('only-you', 'Something broke', 'a bug in Backout', (language) => brokeNote('3f9a2c1d', language)),
    messageEntry('only-you', 'Something broke, with what was typed', 'a bug after a dialog closed', (language) =>
      withTyped(brokeNote('3f9a2c1d', language), [awaiting(language).request.reason], language),
    ),
    messageEntry('only-you', 'Second copy pressed', 'a button of a superseded copy was pressed', (language) =>
      supersededNote('supersededPress', 'https://sandbox.slack.com/archives/C0INCIDENT/p1', language),
    ),
    messageEntry('channel', 'Second copy', 'a button of it was pressed', (language) =>
      supersededNote('superseded', 'https://sandbox.slack.com/archives/C0INCIDENT/p1', language),
    ),
    messageEntry('thread', 'File as text', 'Slack does not take the upload', (language) => fileAsText(language)),
  ],
};

function unknown(reason: LostReason): Entry {
  const evidence = { reason, claimed: reason !== 'never-begun', rebooted: reason === 'host-rebooted' };
  const last = reason === 'never-begun' ? { lastHeardAt: null } : {};
  return ofRun(unknownStep({ ...evidence, ...last }), {
    name: `Unknown step: ${reason}`,
    when: 'that is why nobody knows',
  });
}

function fileAsText(language: Language) {
  const state = awaitingRestore(language);
  const text = requestText(sceneOf(state, { now: T0, delivered: new Set() }));
  const [message] = fileMessages(`request-${state.id}.md`, text, language);
  if (!message) throw new Error('the request file has a text');
  return message;
}

import { answersModal } from '../../src/view/answers-modal.js';
import { words } from '../../src/view/words/words.js';
import { CHANNELS } from '../bound-systems.js';
import { dialogEntry, type Group } from '../entry.js';
import { ofRun } from '../from-run.js';
import { personAsked, personDone, personReminded, personUnheard } from '../tales/by-hand.js';

const wechat = CHANNELS['wechat-backend'];
const call = 'call:step:';

/** A step that a person does. */
export const byHandGroup: Group = {
  id: 'by-hand',
  title: 'A step that a person does',
  entries: [
    ofRun(personAsked, { name: 'Request file', when: 'before the decision', key: 'request-file' }),
    ofRun(personAsked, { name: 'Waiting for a person', when: 'its turn has come' }),
    ofRun(personAsked, { name: 'Call to do it', when: 'its turn has come', key: call }),
    ofRun(personReminded, { name: 'Reminder to do it', when: 'nobody reported yet', key: 'call:reminder:2' }),
    dialogEntry('Report the step', '“Report the step” was pressed', (language) =>
      answersModal(personAsked(language), wechat, language),
    ),
    dialogEntry(
      'Report the step, no reason',
      'it could not be done, and nothing says why',
      (language) => answersModal(personAsked(language), wechat, language),
      (language) => ({ 'step-note:purge-cdn': words(language).byPerson.noteMissing }),
    ),
    ofRun(personDone, {
      ...{ name: 'Call settled', when: 'somebody did it', key: call },
      delivered: ['card', 'request-file', 'call:step:purge-cdn:1'],
    }),
    ofRun(personDone, {
      ...{ name: 'Reminder settled', when: 'somebody did it', key: 'call:reminder:' },
      delivered: ['card', 'request-file', 'call:reminder:1:0:step'],
    }),
    ofRun(personDone, { name: 'Done by a person', when: 'the run is over' }),
    ofRun(personDone, { name: 'Record', when: 'the run is over', key: 'record-file' }),
    ofRun(personUnheard, { name: 'Nobody reported', when: 'the time for it is over' }),
  ],
};

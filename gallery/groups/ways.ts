import type { Language } from '../../src/domain/text.js';
import { choiceModal, REASONED, type Reader } from '../../src/view/choice-modal.js';
import { movedMessage } from '../../src/view/moved.js';
import { note } from '../../src/view/note.js';
import { problem } from '../../src/view/problem.js';
import { queuedMessage } from '../../src/view/queue.js';
import { requestModal } from '../../src/view/request-modal.js';
import { standOf } from '../../src/view/stand.js';
import { undoModal, undoOpener } from '../../src/view/undo-modal.js';
import { words } from '../../src/view/words/words.js';
import { CHANNELS, systemOf } from '../bound-systems.js';
import { withRuns } from '../engines.js';
import { dialogEntry, type Entry, type Group, messageEntry } from '../entry.js';
import { T0 } from '../events.js';
import { ofRun, type Tale } from '../from-run.js';
import { eventful, kept, queued, wentOn } from '../tales/eventful.js';
import { heldByPerson, heldByPersonEnded, restored, restoringChosen, restoringStopped } from '../tales/restoring.js';
import { lostBetween, lostLast, lostUndo, stopped, stoppedHarmless, stoppedUnverified } from '../tales/standing.js';
import { handedOver } from '../tales/unknown.js';
import { typed } from '../typed.js';

const site = CHANNELS.meiyueart;
const reader = (language: Language): Reader => ({ language, now: T0 + 40_000 });

/** Choosing the way on of a run that stands still, undoing one that ended, and waiting in the queue. */
export const waysGroup: Group = {
  id: 'ways',
  title: 'Choosing the way on',
  entries: [
    ...REASONED.filter((way) => way !== 'settle').map((way) => choice(stopped, way, 'a step failed')),
    choice(lostBetween({}), 'settle', 'nobody knows how a step ended'),
    choice(lostBetween({}), 'rerun', 'nobody knows how a step ended'),
    choice(lostLast, 'settle', 'nobody knows how the last step ended'),
    choice(lostUndo, 'settle', 'nobody knows how an undo ended'),
    choice(stoppedHarmless, 'rerun', 'twice does no harm, says the plan'),
    choice(stoppedUnverified, 'restore', 'verification failed'),
    moved(eventful, 0, 'the step was settled'),
    moved(restoringChosen, 0, 'another chose the undo'),
    moved(restoringStopped, 'restoring', 'another stopped the undo'),
    moved(heldByPerson, 0, 'another held it'),
    moved(heldByPersonEnded, 1, 'another ended it'),
    moved(handedOver, 0, 'another took over'),
    moved(restored, 0, 'nobody chose'),
    moved(eventful, 1, 'another left the step out'),
    ofRun(wentOn, { name: 'Ended for the next scheme', when: 'its request was sent', key: 'summary' }),
    messageEntry('only-you', 'Nobody asks any more', 'the wish was taken back', (language) =>
      note('wishGone', language),
    ),
    messageEntry('only-you', 'Being done', 'the host is asked first', (language) => note('beingDone', language)),
    dialogEntry('The next scheme', '“Go on with …” was pressed', (language) => nextScheme(language)),
    messageEntry('only-you', 'The run before could not be ended', 'the next scheme was requested', (language) => {
      const w = words(language);
      const refusal = problem({ code: 'run.claimed', at: stopped(language).id, facts: { by: 'U0LI4' } }, language);
      return { ...refusal, text: `${w.ways.notEnded(stopped(language).id)}${w.space}${refusal.text}` };
    }),
    messageEntry('only-you', 'In the queue', 'it was requested while others are open', (language) =>
      queuedMessage(queued(language), [stopped(language), queued(language)], language),
    ),
    dialogEntry('Undo', '/rollback undo', (language) => undoModal(kept(language), { channel: site }, reader(language))),
    messageEntry('only-you', 'The button for the undo', 'the dialog could not open by itself', (language) =>
      undoOpener(kept(language), reader(language)),
    ),
    typed({ name: 'Nothing to undo', when: '/rollback undo', text: 'undo', engine: withRuns(restored), channel: site }),
    typed({ name: 'No run to undo', when: '/rollback undo', text: 'undo', engine: withRuns(), channel: site }),
  ],
};

function choice(tale: Tale, way: (typeof REASONED)[number], when: string): Entry {
  return dialogEntry(`${way}: ${when}`, 'its button was pressed', (language) =>
    choiceModal(tale(language), way, site, reader(language)),
  );
}

/** `stand`: which one of the run was seen; or the run was being put back. */
function moved(tale: Tale, stand: number | 'restoring', when: string): Entry {
  return messageEntry('only-you', `Too late: ${when}`, 'a button of an earlier stand was pressed', (language) => {
    const state = tale(language);
    const since = stand === 'restoring' ? '' : String(state.stands[stand]?.since ?? 0);
    return movedMessage(state, since, reader(language));
  });
}

function nextScheme(language: Language) {
  const system = systemOf('meiyueart', language);
  const scheme = system.plan.schemes.find(({ key }) => key === '3');
  if (!scheme) throw new Error('the site has a scheme 3');
  const before = stopped(language);
  return requestModal({
    ...{ system, scheme, channel: site, language, before: before.request },
    ends: { run: before.id, since: standOf(before) },
    ahead: [before],
  });
}

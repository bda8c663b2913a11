import type { Fill, Section, Template } from '../domain/template.js';
import type { Text } from '../domain/text.js';
import { inEach, type Words } from './words/words.js';

type Say = (w: Words) => string;

/** Stands for any run that takes another one back. */
const UNDO = { undoOf: '' };

/** The record of a plan that has no template of its own: the layout of S1's (S1.50 to S1.64). */
export const GENERAL_RECORD: Template = {
  title: each((w) => w.record.heading),
  sections: [
    section(
      (w) => w.record.basics,
      [
        [(w) => w.record.time, 'started-at'],
        [(w) => w.record.people, 'people'],
        [(w) => w.record.toVersion, 'to-version'],
        [(w) => w.record.fromVersion, 'from-version'],
      ],
    ),
    section(
      (w) => w.record.reason,
      [
        [(w) => w.record.symptom, 'reason'],
        [(w) => w.record.scope, 'impact'],
        [(w) => w.run.severity, 'severity'],
      ],
    ),
    section((w) => w.record.scheme, [[(w) => w.record.scheme, 'schemes']]),
    section(
      (w) => w.record.steps,
      [
        [(w) => w.record.backupTime, 'backup'],
        [(w) => w.record.files, 'files'],
        [(w) => w.record.restart, 'restart'],
        [(w) => w.record.verified, 'verification'],
        [(w) => w.record.ran, 'steps'],
      ],
    ),
    section(
      (w) => w.record.verification,
      [
        [(w) => w.record.areas.service, 'service-checks'],
        [(w) => w.record.areas.function, 'function-checks'],
        [(w) => w.record.areas.performance, 'performance-checks'],
      ],
    ),
    section((w) => w.record.result, [[(w) => w.record.result, 'result']]),
    section((w) => w.record.followUps, [[(w) => w.record.followUps, 'follow-ups']]),
    remarks(),
  ],
};

/** The record of a run that took another one back: nothing was rolled back, and no version or backup was returned to. */
export const UNDO_RECORD: Template = {
  title: each((w) => w.record.heading, UNDO),
  sections: [
    section(
      (w) => w.record.basics,
      [
        [(w) => w.record.scheme, 'scheme'],
        [(w) => w.record.time, 'started-at'],
        [(w) => w.record.people, 'people'],
      ],
      UNDO,
    ),
    section(
      (w) => w.record.reason,
      [
        [(w) => w.record.symptom, 'reason'],
        [(w) => w.record.scope, 'impact'],
        [(w) => w.run.severity, 'severity'],
      ],
      UNDO,
    ),
    section(
      (w) => w.record.steps,
      [
        [(w) => w.record.verified, 'verification'],
        [(w) => w.record.ran, 'steps'],
      ],
      UNDO,
    ),
    section(
      (w) => w.record.verification,
      [
        [(w) => w.record.areas.service, 'service-checks'],
        [(w) => w.record.areas.function, 'function-checks'],
        [(w) => w.record.areas.performance, 'performance-checks'],
      ],
      UNDO,
    ),
    section((w) => w.record.result, [[(w) => w.record.result, 'result']], UNDO),
    remarks(),
  ],
};

function each(say: Say, of?: typeof UNDO): Text {
  return inEach(say, of);
}

function section(title: Say, fields: readonly (readonly [Say, Fill])[], of?: typeof UNDO): Section {
  return { title: each(title, of), fields: fields.map(([name, fill]) => ({ title: each(name, of), fill, cites: [] })) };
}

function remarks(): Section {
  const other = { title: each((w) => w.record.otherRemarks), ask: 'remarks', long: true, columns: [], cites: [] };
  const noted: Section['fields'][number] = { title: each((w) => w.record.noted), fill: 'remarks', cites: [] };
  return { title: each((w) => w.record.remarks), fields: [noted, other] };
}

import type { Fill, Section, Template } from '../domain/template.js';
import type { Text } from '../domain/text.js';
import { inEach, type Words } from './words/words.js';

type Say = (w: Words) => string;

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

function each(say: Say): Text {
  return inEach(say);
}

function section(title: Say, fields: readonly (readonly [Say, Fill])[]): Section {
  return { title: each(title), fields: fields.map(([name, fill]) => ({ title: each(name), fill, cites: [] })) };
}

function remarks(): Section {
  const other = { title: each((w) => w.record.otherRemarks), ask: 'remarks', long: true, columns: [], cites: [] };
  const noted: Section['fields'][number] = { title: each((w) => w.record.noted), fill: 'remarks', cites: [] };
  return { title: each((w) => w.record.remarks), fields: [noted, other] };
}

import type { Text } from '../../domain/text.js';
import { hasStarted } from '../../run/touched.js';
import { oneLine } from '../../view/characters.js';
import { readOut } from '../../view/read-out.js';
import { date, told } from '../../view/scene.js';
import { size } from '../../view/time.js';
import { type Filled, type FillFunction, type Paper, value, valueIf } from './filled.js';

/** The chosen backup, else what the scheme says about backups, else what the pre-check found (S1.58). */
export const backup: FillFunction = (paper) => {
  const { state, w } = paper;
  const { backup: chosen, scheme } = state.request;
  if (chosen) {
    const facts = [
      chosen.name,
      ...(chosen.bytes > 0 ? [size(chosen.bytes)] : []),
      w.documents.digest(chosen.digest.slice(0, 12)),
    ];
    return value(`${date(paper, chosen.takenAt)}${w.aside(facts.join(w.comma))}`);
  }
  return scheme.record.backup === undefined ? backupSeen(paper) : value(told(paper, scheme.record.backup));
};

/** What the scheme says it restores, else what the chosen backup holds (S1.58). */
export const files: FillFunction = (paper) => {
  const { backup: chosen, backups, scheme } = paper.state.request;
  const source = backups.find(({ name }) => name === chosen?.source);
  const inside = source?.kind === 'set' ? [] : (source?.contains ?? []);
  const parts = (chosen?.parts ?? []).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  const held = [...inside, ...parts].join(paper.w.and) || chosen?.name;
  return carriedOut(paper, scheme.record.files ?? held);
};

export const restart: FillFunction = (paper) => carriedOut(paper, paper.state.request.scheme.record.restart);

/** How many checks passed. */
export const verification: FillFunction = ({ state, w }) => {
  const answers = state.checks.flatMap(({ answer }) => (answer ? [answer] : []));
  const passed = answers.filter(({ verdict }) => verdict === 'pass').length;
  return value(answers.length === 0 ? w.run.notRun : w.record.passedOf(passed, state.checks.length));
};

/** The answer of the check that looked for a backup; nobody else saw one. */
function backupSeen({ state, w }: Paper): Filled {
  const ids = state.request.scheme.prechecks.filter(({ kind }) => kind === 'backup').map(({ id }) => id);
  const check = state.prechecks.find(({ id, answer }) => answer && ids.includes(id));
  if (!check?.answer) return undefined;
  return value({ code: oneLine(readOut(check.answer, w)) }, w.aside(w.record.backupNotUsed));
}

/** What a scheme does is only said of a run that did all of it. */
function carriedOut(paper: Paper, text: Text | undefined): Filled {
  const { state, w } = paper;
  if (text === undefined || !hasStarted(state)) return text === undefined ? undefined : value(w.run.notRun);
  if (state.outcome === 'restored') return valueIf(`${told(paper, text)}${w.aside(w.documents.takenBack)}`);
  const isDone = state.steps.every(({ status }) => status === 'succeeded');
  return valueIf(`${told(paper, text)}${isDone ? '' : w.aside(w.documents.notAllDone)}`);
}

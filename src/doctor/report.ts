import type { Language } from '../domain/text.js';
import { words } from '../view/words/words.js';
import type { Section, Verdict } from './finding.js';

const GLYPHS: Readonly<Record<Verdict, string>> = { good: '✓', note: '!', bad: '✗' };

/** One line per finding, by group, and how many there are of each kind. */
export function report(sections: readonly Section[], language: Language): readonly string[] {
  const lines = sections.flatMap(({ title, findings }) => [
    title,
    ...findings.map(
      ({ verdict, what, fix }) => `  ${GLYPHS[verdict]} ${oneLine(what)}${fix ? ` → ${oneLine(fix)}` : ''}`,
    ),
    '',
  ]);
  const count = (verdict: Verdict) => allOf(sections).filter((finding) => finding.verdict === verdict).length;
  return [...lines, words(language).doctor.verdicts(count('bad'), count('note'), count('good'))];
}

/** Whether a rollback can be carried out: nothing is wrong. */
export function isReady(sections: readonly Section[]): boolean {
  return allOf(sections).every(({ verdict }) => verdict !== 'bad');
}

function allOf(sections: readonly Section[]) {
  return sections.flatMap(({ findings }) => findings);
}

/** What a host or Slack said may hold line breaks. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

import { afterAll, expect, test, vi } from 'vitest';
import { textsOf } from '../../gallery/shown.js';
import { LANGUAGES } from '../../src/domain/text.js';
import { escapeMarkup } from '../../src/view/characters.js';

// Before the gallery is made: what is said while it is made is recorded. Another file's tests may have made it already.
vi.resetModules();
const { record } = await import('./recorder.js');
const recorded = LANGUAGES.map((language) => [language, record(language)] as const);
const { exhibits } = await import('./whole-gallery.js');
afterAll(() => {
  vi.resetModules();
});

/** Sentences that no entry can show, and why. Everything below a path is meant. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  doctor: 'printed on the command line',
  operator: 'printed on the command line',
  terminal: 'printed on the command line',
  'checklist.waiting.request': 'the dialog takes no request without a reason and an impact',
  'checklist.waiting.message': 'whoever reads the card has the message before them',
};

test.each(recorded)('every sentence in %s is shown by an entry', async (language, sentences) => {
  const shown = (await exhibits()).map(([, exhibit]) => textsOf(exhibit.shown[language]).join('\n')).join('\n');
  const isShown = (text: string) =>
    [text, text.trim(), escapeMarkup(text, 10_000)].some((form) => shown.includes(form));
  const unseen = [...sentences].filter(([path, texts]) => {
    const isElsewhere = Object.keys(ELSEWHERE).some((prefix) => path === prefix || path.startsWith(`${prefix}.`));
    return !isElsewhere && ![...texts].some(isShown);
  });
  expect(unseen.map(([path]) => path)).toEqual([]);
});

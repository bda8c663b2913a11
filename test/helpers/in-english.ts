import type { Bilingual } from '../../src/domain/text.js';

/** Problems with their English sentence alone, for tests that compare it. */
export function inEnglish<Said extends { readonly message: Bilingual }>(problems: readonly Said[]) {
  return problems.map((problem) => ({ ...problem, message: problem.message.en }));
}

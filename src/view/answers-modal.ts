import { type Language, say } from '../domain/text.js';
import { openQuestions, type Question } from '../run/questions.js';
import type { RunState } from '../run/state.js';
import { CALLBACKS } from './actions.js';
import { context, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { choiceInput, INPUT, textInput } from './inputs.js';
import { waitingWords } from './manual-checks.js';
import { instructionLines } from './manual-steps.js';
import { type Scene, sceneOf, subject, told } from './scene.js';
import type { StateValues } from './state-values.js';
import type { Modal } from './surface.js';
import { words } from './words/words.js';

/** Questions that one dialog holds; the rest comes when these are answered. */
const MAX_QUESTIONS = 30;
const MAX_NOTE = 500;
const [VERDICT, NOTE, STEP_NOTE] = ['verdict:', 'note:', 'step-note:'];

/** What the dialog remembers while it is open: ids only. */
export type AnswersContext = { readonly run: string; readonly channel: string };

export type ManualAnswer = { readonly check: string; readonly verdict: 'pass' | 'fail'; readonly note: string };

/** The dialog in which people answer what no machine can; undefined when nothing waits for an answer. */
export function answersModal(state: RunState, channel: string, language: Language): Modal | undefined {
  const open = openQuestions(state).slice(0, MAX_QUESTIONS);
  if (open.length === 0) return undefined;
  const scene = sceneOf(state, { now: 0, delivered: new Set() }, language);
  const { w } = scene;
  const isStep = open[0]?.kind === 'step';
  const asked: AnswersContext = { run: state.id, channel };
  return {
    callback: CALLBACKS.answers,
    title: cut(isStep ? w.byPerson.title : w.manual.title, 24),
    submit: cut(w.manual.submit, 24),
    close: cut(w.modal.close, 24),
    metadata: JSON.stringify(asked),
    blocks: [
      paragraph([{ bold: subject(scene) }], [{ code: state.id }]),
      ...open.flatMap((question) => questionBlocks(scene, question)),
      context(isStep ? w.byPerson.deadline : w.manual.deadline),
    ],
  };
}

function questionBlocks(scene: Scene, question: Question) {
  const { id, kind, title, instructions } = question;
  const w = kind === 'step' ? scene.w.byPerson : scene.w.manual;
  const todo = instructionLines({ instructions }, scene);
  const choices = (['pass', 'fail', 'open'] as const).map((value) => ({ value, title: w.verdict[value] }));
  const noteId = `${kind === 'step' ? STEP_NOTE : NOTE}${id}`;
  const note = { id: noteId, label: w.note, hint: w.noteHint, limit: MAX_NOTE, optional: true } as const;
  return [
    ...(todo.length > 0 ? [paragraph([{ bold: scene.w.byPerson.instructions }], ...todo)] : []),
    choiceInput(`${VERDICT}${id}`, told(scene, title), choices, 'open'),
    context(waitingWords(scene, question)),
    textInput(note),
  ];
}

/** Reads what `answersModal` put into the dialog; undefined when it is not ours. */
export function parseAnswersContext(metadata: string): AnswersContext | undefined {
  try {
    const value = JSON.parse(metadata) as Partial<AnswersContext> | null;
    return typeof value?.run === 'string' && typeof value.channel === 'string' ? (value as AnswersContext) : undefined;
  } catch {
    return undefined;
  }
}

/** The answers that were given; what was not looked at yet stays open. */
export function parseAnswers(values: StateValues): readonly ManualAnswer[] {
  return Object.entries(values).flatMap(([block, { [INPUT]: input }]) => {
    const verdict = input?.selected_option?.value;
    if (!block.startsWith(VERDICT) || (verdict !== 'pass' && verdict !== 'fail')) return [];
    const check = block.slice(VERDICT.length);
    const note = values[`${NOTE}${check}`] ?? values[`${STEP_NOTE}${check}`];
    return [{ check, verdict, note: (note?.[INPUT]?.value ?? '').trim() }];
  });
}

/** The block in which a reason is missing: a step that could not be done takes one. */
export function missingReason(values: StateValues): string | undefined {
  const unsaid = parseAnswers(values).find(({ verdict, note }) => verdict === 'fail' && note === '');
  const block = `${STEP_NOTE}${unsaid?.check}`;
  return Object.hasOwn(values, block) ? block : undefined;
}

/** Each answer in a line, e.g. `测试账号验证：未通过 · 仍有两人报错`. */
export function answersText(
  answers: readonly ManualAnswer[],
  state: RunState | undefined,
  language: Language,
): readonly string[] {
  const { manual, colon } = words(language);
  return answers.map(({ check, verdict, note }) => {
    const noted = note === '' ? '' : ` · ${note}`;
    return `${checkTitle(check, state, language)}${colon}${manual.verdict[verdict]}${noted}`;
  });
}

/** How the dialog calls a check; its id when the run is not known. */
export function checkTitle(id: string, state: RunState | undefined, language: Language): string {
  const check = state?.checks.find((each) => each.id === id) ?? state?.steps.find((each) => each.id === id);
  return check ? say(check.title, language) : id;
}

/** The block at which a dialog says that something is wrong with it as a whole. */
export function firstQuestion(values: StateValues): string {
  return Object.keys(values).find((block) => block.startsWith(VERDICT)) ?? '';
}

import type { Thread } from '../../domain/request.js';
import type { Scheme } from '../../domain/scheme.js';
import type { System } from '../../domain/system.js';
import { type Language, say } from '../../domain/text.js';
import { CALLBACKS } from '../../view/actions.js';
import { actions, alert, button, context, paragraph } from '../../view/blocks.js';
import { cut } from '../../view/characters.js';
import { type Choice, choiceInput, INPUT } from '../../view/inputs.js';
import { message } from '../../view/message.js';
import { schemeTitle } from '../../view/scene.js';
import type { StateValues } from '../../view/state-values.js';
import type { Message, Modal } from '../../view/surface.js';
import { type Words, words } from '../../view/words/words.js';

/** What the dialogs remember on the way from a message to a request. */
export type ChoiceContext = {
  readonly channel: string;
  /** The message's thread; without it, the run reports where the channel's incident is linked. */
  readonly incident?: Thread;
  /** What the message said. */
  readonly reason?: string;
  readonly system?: string;
};

/** Which of the channel's systems. */
export function systemModal(systems: readonly System[], asked: ChoiceContext, language: Language): Modal {
  const w = words(language);
  const choices = systems.map(
    ({ plan }): Choice => ({ value: plan.name, title: plan.name, description: say(plan.title, language) }),
  );
  return {
    ...frame(CALLBACKS.chooseSystem, asked, w),
    submit: cut(w.fromMessage.next, 24),
    blocks: [choiceInput('system', w.fromMessage.whichSystem, choices), ...footer(asked, w)],
  };
}

/** Which of the system's schemes, the recommended one first, each with when to use it. `busy`: the run that comes first. */
export function schemeModal(
  { plan }: System,
  busy: string | undefined,
  asked: ChoiceContext,
  language: Language,
): Modal {
  const w = words(language);
  const known = frame(CALLBACKS.chooseScheme, { ...asked, system: plan.name }, w);
  const title = paragraph([{ bold: plan.name }, ` · ${say(plan.title, language)}`]);
  const first = busy === undefined ? [] : [alert(w.choice.busy(busy), 'info')];
  const choices = recommendedFirst(plan.schemes).map((scheme) => choiceOf(scheme, language, w));
  return {
    ...known,
    submit: cut(w.fromMessage.next, 24),
    blocks: [title, ...first, choiceInput('scheme', w.fromMessage.whichScheme, choices), ...footer(asked, w)],
  };
}

/** A dialog that only tells something. */
export function tellingModal({ blocks }: Pick<Message, 'blocks'>, language: Language): Modal {
  const w = words(language);
  return {
    callback: CALLBACKS.rollBack,
    title: cut(w.fromMessage.title, 24),
    close: w.modal.close,
    blocks,
    metadata: '',
  };
}

/** A message with the button that opens these dialogs, for when none opened by itself. */
export function choiceOpener({ incident, reason }: ChoiceContext, language: Language): Message {
  const { fromMessage: w } = words(language);
  const value = { ...(incident ? { thread: incident.thread } : {}), ...(reason === undefined ? {} : { reason }) };
  return message(w.openHint, [paragraph([w.openHint]), actions(button('choose-rollback', value, w.open))]);
}

/** What was chosen in the dialog, by the id of its question. */
export function chosenIn(values: StateValues, id: 'system' | 'scheme'): string {
  return values[id]?.[INPUT]?.selected_option?.value ?? '';
}

/** Reads what these dialogs remember; undefined when it is not ours. */
export function parseChoiceContext(metadata: string): ChoiceContext | undefined {
  try {
    const value = JSON.parse(metadata) as Partial<ChoiceContext> | null;
    return typeof value?.channel === 'string' ? (value as ChoiceContext) : undefined;
  } catch {
    return undefined;
  }
}

function frame(callback: string, asked: ChoiceContext, w: Words) {
  const title = cut(w.fromMessage.title, 24);
  return { callback, title, close: cut(w.modal.close, 24), metadata: JSON.stringify(asked) };
}

function footer({ incident, reason }: ChoiceContext, w: Words) {
  const { intro, reportsHere, reasonFrom } = w.fromMessage;
  return [
    ...(reason === undefined ? [] : [context(`${reasonFrom}${w.colon}${reason}`)]),
    context(incident ? `${intro}${w.space}${reportsHere}` : intro),
  ];
}

function recommendedFirst(schemes: readonly Scheme[]): readonly Scheme[] {
  return [...schemes.filter(({ recommended }) => recommended), ...schemes.filter(({ recommended }) => !recommended)];
}

function choiceOf(scheme: Scheme, language: Language, w: Words): Choice {
  const mark = scheme.recommended ? w.aside(w.choice.recommended) : '';
  const when = scheme.when.map((text) => say(text, language)).join(w.semicolon);
  const title = `${schemeTitle(scheme, language)}${mark}`;
  return { value: scheme.key, title, ...(when === '' ? {} : { description: when }) };
}

import type { App, ViewOutput } from '@slack/bolt';
import { CALLBACKS } from '../view/actions.js';
import { withTyped } from '../view/note.js';
import { problem } from '../view/problem.js';
import { type CompletionValues, parseCompletion } from '../view/told-input.js';
import { type CompletionContext, parseCompletionContext } from '../view/told-modal.js';
import { words } from '../view/words/words.js';
import { acknowledge } from './acknowledge.js';
import type { Asker, Desk } from './desk.js';
import { submitter } from './home/home-dialogs.js';
import { reportBroken } from './report-broken.js';
import { tellPrivately } from './tell.js';

type Answers = Readonly<Record<string, string>>;

/** The submitted dialog in which people complete a document. What is wrong is said inside the dialog. */
export function registerCompletions(app: App, desk: Desk): void {
  app.view({ callback_id: CALLBACKS.completion, type: 'view_submission' }, async ({ ack, body, view }) => {
    const judged = await judge(desk, view);
    if ('errors' in judged) {
      await ack({ response_action: 'errors', errors: { ...judged.errors } });
      return;
    }
    await acknowledge(desk, () => ack({ response_action: 'clear' }));
    if (!(await desk.once(`view:${view.id}:${view.hash}`))) return;
    const asker = submitter(body.user.id, judged.asked.channel, view.private_metadata);
    await complete(desk, asker, judged.asked.run, judged.answers);
  });
}

type Judged =
  | { readonly asked: CompletionContext; readonly answers: Answers }
  | { readonly errors: Readonly<Record<string, string>> };

async function judge(desk: Desk, { private_metadata, state, blocks }: ViewOutput): Promise<Judged> {
  const asked = parseCompletionContext(private_metadata);
  const language = desk.languageIn(asked?.channel ?? '');
  const run = asked && (await desk.engine.run(asked.run));
  if (!asked || !run) {
    const field = blocks.find(({ type }) => type === 'input')?.block_id ?? '';
    return { errors: { [field]: words(language).slack.unknownButton } };
  }
  const parsed = parseCompletion(state.values as CompletionValues, run, asked.document, language);
  return parsed.ok ? { asked, answers: parsed.answers } : { errors: parsed.problems };
}

async function complete(desk: Desk, asker: Asker, run: string, answers: Answers): Promise<void> {
  const language = desk.languageIn(asker.channel);
  const typed = Object.values(answers);
  try {
    const result = await desk.engine.complete({ runId: run, by: asker.by, answers });
    if (result.ok) return;
    await tellPrivately(desk, asker, withTyped(problem(result.failure, language), typed, language));
  } catch (error) {
    // The dialog has closed: what was typed exists only here.
    await reportBroken(desk, asker, error, typed);
  }
}

import type { App, ViewOutput } from '@slack/bolt';
import type { UserId } from '../domain/person.js';
import type { Thread } from '../domain/request.js';
import { CALLBACKS } from '../view/actions.js';
import { withTyped } from '../view/note.js';
import { problem } from '../view/problem.js';
import { type ParsedRequest, parseRequest } from '../view/request-input.js';
import { parseRequestContext, type RequestContext } from '../view/request-modal.js';
import type { StateValues } from '../view/state-values.js';
import { words } from '../view/words/words.js';
import { acknowledge } from './acknowledge.js';
import { isStanding } from './actions/choose.js';
import { channelProblem } from './channel-problem.js';
import type { Asker, Desk } from './desk.js';
import { linkFirst } from './incident-link.js';
import { reportBroken } from './report-broken.js';
import { endBefore, tellIfQueued } from './requested.js';
import { tellPrivately } from './tell.js';

type Filled = ParsedRequest & { readonly ok: true };

/** The submitted request dialog. What is wrong is said inside the dialog, so that nothing typed is lost. */
export function registerSubmissions(app: App, desk: Desk): void {
  app.view({ callback_id: CALLBACKS.request, type: 'view_submission' }, async ({ ack, body, view }) => {
    const judged = await judge(desk, view);
    if ('errors' in judged) {
      // Every delivery of a faulty dialog gets the same answer, also a second one.
      await ack({ response_action: 'errors', errors: { ...judged.errors } });
      return;
    }
    await acknowledge(desk, () => ack({ response_action: 'clear' }));
    if (await desk.once(`view:${view.id}:${view.hash}`)) await request(desk, body.user.id, judged.asked, judged.filled);
  });
}

type Judged =
  | { readonly asked: RequestContext; readonly filled: Filled }
  | { readonly errors: Readonly<Record<string, string>> };

async function judge(desk: Desk, view: ViewOutput): Promise<Judged> {
  const asked = parseRequestContext(view.private_metadata);
  const language = desk.languageIn(asked?.channel ?? '');
  const system = desk.engine.systems().find(({ plan }) => plan.name === asked?.system);
  if (!asked || !system) return { errors: { reason: words(language).slack.unknownButton } };
  const scheme = system.plan.schemes.find(({ key }) => key === asked.scheme);
  if (!scheme) return { errors: { reason: words(language).slack.unknownButton } };
  const filled = parseRequest(view.state.values as StateValues, { system, scheme }, language);
  if (!filled.ok) return { errors: filled.problems };
  const trouble = (await goneBefore(desk, asked)) ?? (await channelProblem(desk, asked.channel));
  return trouble === undefined ? { asked, filled } : { errors: { reason: trouble } };
}

/** A run that this request was to follow, and that does not stand still any more as it did. */
async function goneBefore(
  { engine, languageIn }: Desk,
  { ends, channel }: RequestContext,
): Promise<string | undefined> {
  const before = ends && (await engine.run(ends.run));
  return !before || isStanding(before, ends.since, 'give-up') ? undefined : words(languageIn(channel)).ways.movedOn;
}

async function request(desk: Desk, by: UserId, asked: RequestContext, filled: Filled): Promise<void> {
  const { system, scheme, channel, incident } = asked;
  const { severity, reason, impact, backup } = filled;
  const asker = { by, channel };
  const language = desk.languageIn(channel);
  const { run, request, colon } = words(language);
  const named = [
    ...(backup === undefined ? [] : [[request.backup, backup]]),
    ...[
      [run.severity, severity],
      [run.reason, reason],
      [run.impact, impact],
    ],
  ];
  const typed = named.map(([name, value]) => `${name}${colon}${value}`);
  const more = { ...(incident ? { incident } : {}), ...(backup === undefined ? {} : { backup }) };
  const input = { system, scheme, severity, reason, impact, by, channel, ...more };
  try {
    const result = await desk.engine.request(input);
    if (!result.ok)
      return await tellPrivately(desk, asker, withTyped(problem(result.failure, language), typed, language));
    await endBefore(desk, asker, asked.ends, result.value);
    await tellIfQueued(desk, asker, result.value);
    await linkIfNone(desk, asker, incident);
  } catch (error) {
    // The dialog has closed: what was typed exists only here.
    await reportBroken(desk, asker, error, typed);
  }
}

/** A thread that a run was asked from becomes the channel's incident when there is none. The run is open, come what may. */
async function linkIfNone(desk: Desk, asker: Asker, incident: Thread | undefined): Promise<void> {
  if (!incident) return;
  try {
    await linkFirst(desk, { ...asker, thread: incident.thread }, incident);
  } catch (error) {
    desk.log.error({ err: error, ...incident }, 'could not link the thread a run was asked from');
  }
}

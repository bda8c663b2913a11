import type { Json } from '../../../slack/model.js';
import type { Troubles } from '../../words.js';
import { type Answer, wordsFor } from '../../workspace.js';
import { performAction } from '../production-state.js';
import { TOUR_CHANNEL } from './steps.js';

/** Types a slash command in the tour's channel; returns what went wrong, if anything did. */
export async function typeCommand(as: string, text: string, troubles: Troubles): Promise<string | undefined> {
  const body = { as, channel: TOUR_CHANNEL, command: '/rollback', text };
  return wordsFor(await post('slash', body), troubles);
}

/** Opens the request for scheme A, fills it in and submits it, as this person would. */
export async function requestSchemeA(
  as: string,
  { reason, impact }: { reason: string; impact: string },
  troubles: Troubles,
): Promise<string | undefined> {
  const trouble = await typeCommand(as, 'scheme-a', troubles);
  if (trouble) return trouble;
  const severity = await firstSeverity(as);
  if (severity === undefined) return undefined;
  const answer = await post('submit', { as, values: { severity, reason, impact } });
  return wordsFor(answer, troubles) ?? Object.values(answer.errors ?? {})[0];
}

/** Breaks the system that the tour saves. */
export function breakSystem(): Promise<string | undefined> {
  return performAction('break');
}

const patienceMs = 10_000;
const pauseMs = 100;

/** The first choice of the open dialog's severities; the dialog fills in when the hosts have answered. */
async function firstSeverity(as: string): Promise<string | undefined> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const { modal } = (await (await fetch(`/control/modal?as=${as}`)).json()) as { modal: { blocks: Json[] } | null };
    const field = modal?.blocks.find(({ block_id }) => block_id === 'severity') as SeverityField | undefined;
    const first = field?.element?.options?.[0];
    if (first) return first.text.text;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return undefined;
}

type SeverityField = { element?: { options?: { text: { text: string } }[] } };

async function post(name: string, body: object): Promise<Answer & { errors?: Record<string, string> }> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await fetch(`/control/${name}`, init)).json();
}

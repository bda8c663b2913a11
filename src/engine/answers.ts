import type { RunEvent } from '../domain/event.js';
import { failed, ok, type Result } from '../domain/result.js';
import { manualCheck } from '../run/manual-checks.js';
import { manualStep } from '../run/manual-steps.js';
import { openQuestions } from '../run/questions.js';
import type { RunState } from '../run/state.js';
import { cleanText } from './clean-text.js';
import type { Inside } from './deps.js';
import type { Engine } from './engine.js';
import { type Actor, type Intervention, type Telling, tell } from './tell.js';

/** Characters of one answer that the journal keeps. */
const MAX_ANSWER = 3_000;

type Told = Promise<Result<RunState>>;

/** Ticks boxes, or takes ticks back; each is an event with who and when. What is so already stays as it is. */
export async function tick({ runId, by, items }: Parameters<Engine['tick']>[0], inside: Inside): Told {
  const state = await inside.ledger.find(runId);
  if (!state) return failed({ code: 'run.unknown', at: runId });
  const changes = items.filter(({ item, ticked }) => Object.hasOwn(state.ticks, item) !== ticked);
  return tell(runId, by, changes.map(tickOf), inside);
}

function tickOf({ item, ticked }: { readonly item: string; readonly ticked: boolean }): Telling {
  const event: Intervention = (state, actor, at) => {
    const { checklist } = state.request.plan;
    const isBox = checklist.some(({ id, answeredBy }) => id === item && answeredBy === 'person');
    const isOpen = state.phase === 'preparing' || state.phase === 'awaiting-approval';
    if (!isBox || !isOpen) return failed({ code: 'request.stale', at: state.id });
    return ok({ type: 'checklist.ticked', at, item, ticked, ...actor });
  };
  return { event };
}

/** Writes down what a person found, check by check. Beside those with a say, the people whom the plan asks may answer. */
export async function answerManually({ runId, by, answers }: Parameters<Engine['answer']>[0], inside: Inside): Told {
  const state = await inside.ledger.find(runId);
  if (!state) return failed({ code: 'run.unknown', at: runId });
  const tellings = answers.map((answer) => answerOf(answer, roleAsked(state, answer.check)));
  return tell(runId, by, tellings, inside);
}

/** The role that the plan asks about a check, or about a step that a person does. */
function roleAsked(state: RunState, id: string): string | undefined {
  return (manualCheck(state, id) ?? manualStep(state, id))?.role;
}

type Answer = Parameters<Engine['answer']>[0]['answers'][number];

function answerOf({ check, verdict, note }: Answer, role: string | undefined): Telling {
  const event: Intervention = (state, actor, at) => {
    const question = openQuestions(state).find(({ id }) => id === check);
    if (!question) return failed({ code: 'check.closed', at: check });
    const told = cleanText(note, MAX_ANSWER);
    if (question.kind === 'step')
      return stepAnswer(state, { step: check, done: verdict === 'pass', note: told }, actor, at);
    const answer = { verdict, evidence: told };
    const durationMs = Math.max(0, at - (state.stepsEndedAt ?? at));
    return ok({ type: 'check.finished', at, phase: 'verify', check, answer, durationMs, ...actor });
  };
  return role === undefined ? { event } : { event, role };
}

/** That a step was not done takes a reason: the next person acts on it. */
function stepAnswer(
  { id }: RunState,
  answer: { readonly step: string; readonly done: boolean; readonly note: string },
  actor: Actor,
  at: number,
): Result<RunEvent> {
  if (!answer.done && answer.note === '')
    return failed({ code: 'input.invalid', at: id, detail: 'a reason is missing' });
  return ok({ type: 'step.answered', at, ...answer, ...actor });
}

/** Tells a closed run what no machine knows; empty texts say nothing. */
export async function completeRecord({ runId, by, answers }: Parameters<Engine['complete']>[0], inside: Inside): Told {
  const told = Object.entries(answers).map(([name, text]) => [name, cleanText(text, MAX_ANSWER)] as const);
  const said = Object.fromEntries(told.filter(([, text]) => text !== ''));
  if (Object.keys(said).length === 0) return failed({ code: 'input.invalid', at: runId });
  const event: Intervention = (state, actor, at) =>
    state.phase === 'closed'
      ? ok({ type: 'record.completed', at, answers: said, ...actor })
      : failed({ code: 'record.open', at: runId });
  return tell(runId, by, [{ event }], inside);
}

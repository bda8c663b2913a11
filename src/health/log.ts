import { type DestinationStream, type Logger, pino } from 'pino';
import { redact } from '../domain/redact.js';
import type { Secret } from '../domain/secret.js';
import type { RunChange } from './run-changes.js';

/**
 * The log: one JSON object a line. Whatever somebody logs, known secrets and what looks like one are taken out of the line
 * before it is written.
 */
export function createLog(level: string, secrets: readonly Secret[], destination?: DestinationStream): Logger {
  const options = {
    level,
    serializers: { err: describeError },
    hooks: { streamWrite: (line: string) => redact(line, secrets) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The words and the place of an error. Errors of clients carry whole requests and answers, with what people typed. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return { type: name, message, ...code, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}

/** One line for every change of a run, without a word that a person typed or a host printed. */
export function logRun(log: Logger, { state, phase, steps, decided, closed }: RunChange): void {
  const { request, revision } = state;
  const where = { run: state.id, system: request.plan.name, scheme: request.scheme.key, phase: state.phase, revision };
  const isTurn = phase !== undefined || steps.length > 0 || decided !== undefined;
  const [step] = steps;
  const what = {
    ...(step ? { step: step.id, status: step.status } : {}),
    ...(step?.durationMs === undefined ? {} : { durationMs: step.durationMs }),
    ...(decided ? { verdict: decided.verdict } : {}),
    ...(closed ? { outcome: closed } : {}),
  };
  log[isTurn ? 'info' : 'debug']({ ...where, ...what }, 'run');
}

import type { Severity } from '../domain/plan.js';
import type { Term } from '../domain/time.js';
import { duration } from './time.js';
import type { Words } from './words/words.js';

type Clocks = Pick<Severity, 'respondWithin' | 'recoverWithin'>;

/** `15 分钟内响应；1 小时内恢复`: how soon a decision is due and, where the plan says so, the service back (S4.48). */
export function clocksText({ respondWithin, recoverWithin }: Clocks, w: Words): string {
  const respond = w.run.respondWithin(termText(respondWithin, w));
  if (recoverWithin === undefined) return respond;
  return [respond, w.run.recoverWithin(duration(recoverWithin, w))].join(w.semicolon);
}

/** `15 分钟`, `1 个工作日`. */
export function termText(term: Term, w: Words): string {
  return typeof term === 'number' ? duration(term, w) : w.time.workingDays(term.workingDays);
}

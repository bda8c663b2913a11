import type { LostEvidence } from '../../src/domain/step-end.js';
import { closed, exited, lost, prechecked, rejected, started, stepped, verified } from '../events.js';
import type { Tale } from '../from-run.js';
import { director, say } from './site.js';
import { A, abort, before, elsewhere, ended, firstOf, handOver, link, tale, toDecision, toFirst } from './tale.js';

/** A run that stands still because nobody knows how its first step ended. */
export function unknownStep(evidence: Partial<LostEvidence>, changes = {}): Tale {
  return tale(
    A,
    (request) => [...toFirst(request), started(firstOf(request)), lost(firstOf(request), evidence)],
    changes,
  );
}
export const handedOver = tale(A, (request) => [
  ...toFirst(request),
  started(firstOf(request)),
  lost(firstOf(request)),
  handOver,
  closed('handed-over'),
]);
export const settled = tale(
  A,
  (request) => [
    ...toFirst(request),
    started(firstOf(request)),
    lost(firstOf(request)),
    exited(firstOf(request), 0, '{"ok": true}'),
    ...stepped(request).slice(before(request, firstOf(request)).length + 2),
    ...verified(request),
    closed('succeeded'),
  ],
  link,
);
/** Nobody but a person knows that the step ran; everything after it went well. */
export const vouched = tale(A, (request) => [
  ...toFirst(request),
  started(firstOf(request)),
  lost(firstOf(request)),
  {
    type: 'step.settled',
    step: firstOf(request),
    ...director,
    reason: say(request.language, '在主机上看过', 'Looked on the host'),
  },
  ...stepped(request).slice(before(request, firstOf(request)).length + 2),
  ...verified(request),
  closed('succeeded'),
]);
/** The main story while an incident thread is linked. */
export const linked = {
  preparing: tale(A, (request) => prechecked(request).slice(0, 2), link),
  stopping: tale(A, (request) => [...toFirst(request), started(firstOf(request)), abort], link),
  verifying: tale(A, (request) => [...ended(request), ...verified(request).slice(0, 3)], link),
  asking: tale(A, (request) => [...ended(request), ...verified(request).filter((event) => !('by' in event))], link),
  awaiting: tale(A, toDecision, link),
  rejected: tale(A, (request) => [...toDecision(request), rejected(request), closed('rejected')], link),
  running: tale(A, (request) => [...toFirst(request), started(firstOf(request))], link),
  unknown: unknownStep({}, link),
  ended: tale(A, (request) => [...ended(request), ...verified(request), closed('succeeded')], link),
  endedElsewhere: tale(A, (request) => [...ended(request), ...verified(request), closed('succeeded')], elsewhere),
};

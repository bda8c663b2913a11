import type { UserId } from '../domain/person.js';
import { hasStarted, stopper, tookOf } from './card-closed.js';
import { evidenceText, stepsTook } from './card-progress.js';
import { mdCode, mdText } from './markdown.js';
import { remark } from './record-steps.js';
import { stepNumber } from './rows.js';
import { date, roleTitle, type Scene, told } from './scene.js';

/** Everything else worth keeping (S1.64): who decided, what was pinned, what was unusual, and the journal's end. */
export function recordRemarks(scene: Scene, name: (user: UserId) => string): readonly string[] {
  const { w, state } = scene;
  const { request } = state;
  const span = stepsTook(scene);
  const incident = state.incident ? [`${state.incident.channel} ${state.incident.thread}`] : [];
  const rows = [
    remark(scene, w.run.runId, mdCode(state.id)),
    remark(scene, w.run.environment, mdText(request.environment)),
    remark(scene, w.run.requester, `${mdText(name(state.requestedBy))}${w.aside(date(scene, state.requestedAt))}`),
    ...decision(scene, name),
    ...(span === undefined || !hasStarted(state) ? [] : [remark(scene, w.run.stepsTook, tookOf(scene, span))]),
    ...unusual(scene, name),
    ...(state.closedAt === undefined ? [] : [remark(scene, w.record.closed, date(scene, state.closedAt))]),
    ...incident.map((thread) => remark(scene, w.record.incident, mdCode(thread))),
    remark(
      scene,
      w.run.plan,
      `${mdText(told(scene, request.plan.title))}${w.aside(`${request.plan.name} ${request.plan.version}`)}`,
    ),
    remark(scene, w.run.planDigest, mdCode(request.plan.digest)),
    remark(scene, w.run.requestDigest, mdCode(request.digest)),
    remark(scene, w.record.journalEnd, `${mdCode(state.hash)}${w.aside(w.record.events(state.revision))}`),
  ];
  return [`## ${w.record.remarks}`, rows.join('\n')];
}

function decision(scene: Scene, name: (user: UserId) => string): readonly string[] {
  const { w, state } = scene;
  if (!state.decision) return [];
  const { verdict, by, role, at } = state.decision;
  const label = verdict === 'approved' ? w.run.approver : w.run.rejecter;
  const about = w.aside(`${roleTitle(scene, role)}${w.comma}${date(scene, at)}`);
  return [remark(scene, label, mdText(`${name(by)}${about}`))];
}

function unusual(scene: Scene, name: (user: UserId) => string): readonly string[] {
  const { w, state } = scene;
  const { abort, handedOver } = state;
  const at = (by: UserId, when: number) => `${mdText(name(by))}${w.aside(date(scene, when))}`;
  return [
    ...state.resumedAt.map((when) => remark(scene, w.record.resumed, date(scene, when))),
    ...(abort ? [remark(scene, stopper(scene), at(abort.by, abort.at))] : []),
    ...(handedOver ? [remark(scene, w.run.handedOverTo, at(handedOver.by, handedOver.at))] : []),
    ...state.steps
      .filter(({ status }) => status === 'lost')
      .map((step) => {
        const what = w.human.what(stepNumber(scene, step.id), told(scene, step.title));
        return remark(scene, w.record.unknownStep, mdText(`${what}${w.space}${evidenceText(scene, step)}`));
      }),
  ];
}

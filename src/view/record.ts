import type { UserId } from '../domain/person.js';
import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { hasStarted, outcomeText } from './card-closed.js';
import { field, mdText, tick } from './markdown.js';
import { recordRemarks } from './record-remarks.js';
import { recordChecks, recordSteps } from './record-steps.js';
import { date, nameOf, type Scene, sceneOf, schemeTitle, severityText, told } from './scene.js';
import { words } from './words/words.js';

/** How people are named in a file, where mentions do not work. */
export type Names = ReadonlyMap<UserId, string>;

export function recordFileName({ id }: RunState): string {
  return `record-${id}.md`;
}

/** The filled rollback record (S1.50 to S1.64). The same state gives the same bytes; what the machine cannot know is left open. */
export function recordOf(
  state: RunState,
  options: { readonly language?: Language; readonly names?: Names } = {},
): string {
  const language = options.language ?? state.request.language;
  // A record is of what happened, not of when it is read.
  const told = { now: state.closedAt ?? state.requestedAt, delivered: new Set<string>() };
  const scene = { ...sceneOf(state, told), language, w: words(language) };
  const name = (user: UserId) => `@${options.names?.get(user) ?? nameOf(state, user)}`;
  const parts = [
    `# ${scene.w.record.heading}`,
    ...basics(scene, name),
    ...reason(scene),
    ...recordSteps(scene),
    ...recordChecks(scene),
    ...result(scene),
    ...followUps(scene),
    ...recordRemarks(scene, name),
  ];
  return `${parts.join('\n\n')}\n`;
}

function basics(scene: Scene, name: (user: UserId) => string): readonly string[] {
  const { w, state } = scene;
  const { plan } = state.request;
  const line = (label: string, value: string) => field(label, value, w.colon);
  const started = state.decision?.verdict === 'approved' && hasStarted(state) ? state.decision.at : undefined;
  const when = started === undefined ? w.run.notRun : `${date(scene, started)}${w.aside(plan.timezone)}`;
  const people = [`${mdText(name(state.requestedBy))}${w.aside(w.run.requester)}`];
  if (state.decision?.verdict === 'approved')
    people.push(`${mdText(name(state.decision.by))}${w.aside(w.run.approver)}`);
  return [
    `## ${w.record.basics}`,
    [
      line(w.record.time, when),
      line(w.record.people, people.join(w.and)),
      line(w.record.toVersion, toVersion(scene)),
      line(w.record.fromVersion, mdText(plan.deployedVersion ?? w.record.notFilled)),
    ].join('\n'),
  ];
}

function reason(scene: Scene): readonly string[] {
  const { w, state } = scene;
  const line = (label: string, value: string) => field(label, value, w.colon);
  return [
    `## ${w.record.reason}`,
    [
      line(w.record.symptom, mdText(state.request.reason)),
      line(w.record.scope, mdText(state.request.impact)),
      line(w.run.severity, mdText(severityText(scene))),
    ].join('\n'),
    `## ${w.record.course}`,
    `### ${w.record.scheme}`,
    state.request.plan.schemes
      .map((scheme) => tick(isCarriedOut(state, scheme.key), mdText(schemeTitle(scheme, scene.language))))
      .join('\n'),
  ];
}

/** The version that this scheme leaves, and the document's target where that is another one (S2.33). */
function toVersion({ w, state }: Scene): string {
  const { version, plan } = state.request;
  const isOther = plan.rollbackVersion !== undefined && version !== plan.rollbackVersion;
  const target = isOther ? w.aside(w.record.targetVersion(plan.rollbackVersion ?? '')) : '';
  return mdText(`${version ?? w.record.notFilled}${target}`);
}

function isCarriedOut(state: RunState, key: string): boolean {
  return hasStarted(state) && state.request.scheme.key === key;
}

/** The template's three results; what is none of them has a line of its own, so that nothing is ticked falsely. */
function result(scene: Scene): readonly string[] {
  const { w, state } = scene;
  const outcome = state.outcome;
  const ticks = (['succeeded', 'partial', 'failed'] as const).map((each) => tick(outcome === each, w.outcome[each]));
  const isOther = outcome !== undefined && !['succeeded', 'partial', 'failed'].includes(outcome);
  const other = isOther ? [tick(true, outcomeText(scene))] : [];
  return [`## ${w.record.result}`, [...ticks, ...other].join('\n')];
}

function followUps(scene: Scene): readonly string[] {
  const { w, state } = scene;
  const rows = state.request.plan.followUps.map(({ title }) => tick(false, mdText(told(scene, title))));
  return [`## ${w.record.followUps}`, rows.join('\n') || w.record.notFilled];
}

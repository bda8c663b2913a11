import { addressOf, type Target } from '../domain/target.js';
import { say } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { backupFacts, choiceOf } from './chosen-backup.js';
import { field, mdCode, mdText } from './markdown.js';
import { date, nameOf, ownScheme, roleTitle, type Scene, severityText, told, took } from './scene.js';
import { checkText, type ScriptReader, stepText } from './script-text.js';

export function requestFileName({ id }: RunState): string {
  return `request-${id}.md`;
}

/** The full text of what a decider approves: nothing that runs is left out. The same for a request for ever. */
export function requestText(scene: Scene): string {
  const { w, state } = scene;
  const { scheme, targets: places } = state.request;
  const reader = { w, language: scene.language, targets: places };
  const sections = [
    [`# ${w.requestFile.heading(state.id)}`, ...about(scene)],
    [`## ${w.run.steps}`, ...scheme.steps.map((step, index) => stepText(reader, step, index + 1))],
    [`## ${w.run.prechecks}`, ...scheme.prechecks.map((check) => checkText(reader, check, w.run.doesNotBlock))],
    [`## ${w.run.checks}`, ...scheme.checks.map((check) => checkText(reader, check, w.run.advisory))],
    ...restore(scene, reader),
    [`## ${w.requestFile.targets}`, ...targets(scene)],
    [`## ${w.requestFile.variables}`, ...variables(scene)],
    [`## ${w.requestFile.secrets}`, ...secrets(scene)],
    [`## ${w.run.requestDigest}`, mdCode(state.request.digest), w.requestFile.digestMeans],
  ];
  return `${sections.map((parts) => [parts[0], parts.slice(1).join('\n\n') || w.none].join('\n\n')).join('\n\n')}\n`;
}

function about(scene: Scene): readonly string[] {
  const { w, state } = scene;
  const { plan, scheme, environment, reason, impact, severity, undoOf } = state.request;
  const { backup, version } = undoOf === undefined ? state.request : {};
  const line = (name: string, value: string) => field(name, value, w.colon);
  const roles = state.request.deciders.map(({ role }) => roleTitle(scene, role)).join(w.or);
  return [
    [
      line(w.run.plan, `${mdText(told(scene, plan.title))}${w.aside(`${plan.name} ${plan.version}`)}`),
      line(w.run.planDigest, mdCode(plan.digest)),
      line(w.run.schemeLabel, mdText(ownScheme(scene))),
      ...(undoOf === undefined ? [] : [line(w.ways.risk, mdText(w.undo.risk))]),
      line(w.run.environment, mdText(environment)),
      ...(backup
        ? [
            line(w.request.backup, `${mdCode(backup.path)}${w.aside(mdText(backupFacts(backup, choiceOf(scene), w)))}`),
            ...(backup.parts ?? []).map(({ name, path, digest }) =>
              line(name, `${mdCode(path)}${w.aside(mdCode(digest))}`),
            ),
            line(w.request.digestWhole, mdCode(backup.digest)),
          ]
        : []),
      ...(version === undefined ? [] : [line(w.request.version, mdText(version))]),
      line(w.run.severity, mdText(severityText(scene))),
      ...severity.instructions.map((text) => line(w.request.instructions, mdText(told(scene, text)))),
      line(w.run.deciders, mdText(roles)),
      line(w.run.reason, mdText(reason)),
      line(w.run.impact, mdText(impact)),
      line(w.run.requester, `@${mdText(nameOf(state, state.requestedBy))}${w.aside(date(scene, state.requestedAt))}`),
      line(w.run.estimate, w.run.within(took(scene, scheme.budget))),
    ].join('\n'),
  ];
}

/** When the undos start, in which order, and how it is seen that things are as they were. */
function restore({ w, state, language }: Scene, reader: ScriptReader): readonly (readonly string[])[] {
  const { restore: planned, steps } = state.request.scheme;
  const undone = steps.flatMap(({ undo }) => (undo ? [say(undo.title, language)] : [])).toReversed();
  if (!planned || undone.length === 0) return [];
  const { restore: words } = w.requestFile;
  const starts = planned.automatic.map((start) => words.starts[start]);
  const order = undone.map((title, index) => `${index + 1}. ${mdText(title)}`).join('\n');
  const checks = planned.checks.map((check) => checkText(reader, check, w.run.advisory));
  const asked = planned.kept.map((check) => checkText(reader, check, w.run.advisory));
  const kept = asked.length > 0 ? [words.kept, ...asked] : [words.notKept];
  return [
    [`## ${words.title}`, starts.length > 0 ? words.automatic(starts.join(w.or)) : words.byPeople, words.order, order],
    [`## ${words.checks}`, ...checks],
    [`## ${words.afterwards}`, ...kept],
  ];
}

function targets({ state, w }: Scene): readonly string[] {
  const entries = Object.entries(state.request.targets);
  return entries.length === 0
    ? []
    : [entries.map(([name, target]) => field(name, placeText(target, w.and), w.colon)).join('\n')];
}

/** Where it is, and of a local target what its steps find there. */
function placeText(target: Target, and: string): string {
  const { home, path = [] } = target;
  const given = [
    ...(home === undefined ? [] : [`HOME=${home}`]),
    ...(path.length > 0 ? [`PATH=${path.join(':')}:$PATH`] : []),
  ];
  return [addressOf(target), ...given].map(mdCode).join(and);
}

function variables({ state, w }: Scene): readonly string[] {
  const entries = Object.entries(state.request.variables);
  return entries.length === 0 ? [] : [entries.map(([name, value]) => field(name, mdCode(value), w.colon)).join('\n')];
}

/** Names only: a secret's content is nowhere. */
function secrets(scene: Scene): readonly string[] {
  const uses = scene.state.request.secrets;
  const rows = uses.map(({ name, title }) => field(name, mdText(told(scene, title)), scene.w.colon));
  return rows.length === 0 ? [] : [rows.join('\n'), scene.w.requestFile.secretsHidden];
}

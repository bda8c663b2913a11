import type { Check, Expectation, HttpRequest } from '../domain/check.js';
import type { Step } from '../domain/scheme.js';
import { addressOf } from '../domain/target.js';
import type { RunState } from '../run/state.js';
import { field, mdCode, mdFence, mdText } from './markdown.js';
import { date, nameOf, roleTitle, type Scene, schemeTitle, severityText, targetText, told, took } from './scene.js';

export function requestFileName({ id }: RunState): string {
  return `request-${id}.md`;
}

/** The full text of what a decider approves: nothing that runs is left out. The same for a request for ever. */
export function requestText(scene: Scene): string {
  const { w, state } = scene;
  const { scheme } = state.request;
  const sections = [
    [`# ${w.requestFile.heading(state.id)}`, ...about(scene)],
    [`## ${w.run.steps}`, ...scheme.steps.map((step, index) => stepText(scene, step, index + 1))],
    [`## ${w.run.prechecks}`, ...scheme.prechecks.map((check) => checkText(scene, check, w.run.doesNotBlock))],
    [`## ${w.run.checks}`, ...scheme.checks.map((check) => checkText(scene, check, w.run.advisory))],
    [`## ${w.requestFile.targets}`, ...targets(scene)],
    [`## ${w.requestFile.variables}`, ...variables(scene)],
    [`## ${w.requestFile.secrets}`, ...secrets(scene)],
    [`## ${w.run.requestDigest}`, mdCode(state.request.digest), w.requestFile.digestMeans],
  ];
  return `${sections.map((parts) => [parts[0], parts.slice(1).join('\n\n') || w.none].join('\n\n')).join('\n\n')}\n`;
}

function about(scene: Scene): readonly string[] {
  const { w, state, language } = scene;
  const { plan, scheme, environment, reason, impact } = state.request;
  const line = (name: string, value: string) => field(name, value, w.colon);
  const roles = state.request.deciders.map(({ role }) => roleTitle(scene, role)).join(w.or);
  return [
    [
      line(w.run.plan, `${mdText(told(scene, plan.title))}${w.aside(`${plan.name} ${plan.version}`)}`),
      line(w.run.planDigest, mdCode(plan.digest)),
      line(w.run.schemeLabel, mdText(schemeTitle(scheme, language))),
      line(w.run.environment, mdText(environment)),
      line(w.run.severity, mdText(severityText(scene))),
      line(w.run.deciders, mdText(roles)),
      line(w.run.reason, mdText(reason)),
      line(w.run.impact, mdText(impact)),
      line(w.run.requester, `@${mdText(nameOf(state, state.requestedBy))}${w.aside(date(scene, state.requestedAt))}`),
      line(w.run.estimate, w.run.within(took(scene, scheme.budget))),
    ].join('\n'),
  ];
}

function stepText(scene: Scene, step: Step, number: number): string {
  const { w } = scene;
  const line = (name: string, value: string) => field(name, value, w.colon);
  return [
    `### ${number}. ${mdText(told(scene, step.title))}`,
    [
      line(w.run.hosts, mdText(targetText(scene, step.target))),
      line(w.requestFile.effect, w.run.effect[step.effect]),
      line(w.requestFile.deadline, took(scene, step.deadline)),
      ...(step.secrets.length > 0 ? [line(w.requestFile.secretsUsed, step.secrets.map(mdCode).join(w.and))] : []),
    ].join('\n'),
    mdFence(step.run, 'sh'),
  ].join('\n\n');
}

function checkText(scene: Scene, check: Check, advisory: string): string {
  const mark = check.weight === 'advisory' ? scene.w.aside(advisory) : '';
  return [`### ${mdText(told(scene, check.title))}${mark}`, ...checkBody(scene, check)].join('\n\n');
}

function checkBody(scene: Scene, check: Check): readonly string[] {
  const { w } = scene;
  if (check.kind === 'backup') return [field(w.requestFile.backupSource, mdCode(check.source), w.colon)];
  if (check.kind === 'http')
    return [w.requestFile.http(check.base), mdFence(check.requests.map(requestLine).join('\n'))];
  if (check.kind === 'manual') return [w.requestFile.manual];
  const contains = check.contains === undefined ? [] : [field(w.requestFile.contains, mdCode(check.contains), w.colon)];
  return [field(w.run.hosts, mdText(targetText(scene, check.target)), w.colon), ...contains, mdFence(check.run, 'sh')];
}

/** `GET /api/health → 200, status = "healthy", 30 × 1 s`. */
function requestLine({ method, path, body, status, json, save, retry }: HttpRequest): string {
  const sent = body === undefined ? '' : ` ${JSON.stringify(body)}`;
  const expected = Object.entries(json).map(([place, wish]) => `${place} ${wishText(wish)}`);
  const saved = Object.entries(save).map(([name, places]) => `${name} := ${places.join(' | ')}`);
  const tries = retry.times > 1 ? [`${retry.times} × ${retry.every / 1000} s`] : [];
  return `${method} ${path}${sent} → ${[status, ...expected, ...saved, ...tries].join(', ')}`;
}

function wishText(wish: Expectation): string {
  if ('equals' in wish) return `= ${JSON.stringify(wish.equals)}`;
  if ('below' in wish) return `< ${wish.below}`;
  if ('variable' in wish) return `= $${wish.variable}`;
  return 'above' in wish ? `> ${wish.above}` : '≠ ∅';
}

function targets({ state, w }: Scene): readonly string[] {
  const entries = Object.entries(state.request.targets);
  return entries.length === 0
    ? []
    : [entries.map(([name, target]) => field(name, mdCode(addressOf(target)), w.colon)).join('\n')];
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

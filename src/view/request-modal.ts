import type { KnownBlock } from '@slack/types';
import { expandScheme } from '../domain/expand-scheme.js';
import type { Severity } from '../domain/plan.js';
import type { RunRequest, Thread } from '../domain/request.js';
import type { Scheme } from '../domain/scheme.js';
import type { System } from '../domain/system.js';
import { type Language, say } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { CALLBACKS } from './actions.js';
import { backupBlocks, isHopeless, type Offer } from './backup-input.js';
import { actions, alert, button, context, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { termText } from './clocks.js';
import { type Choice, choiceInput, textInput } from './inputs.js';
import { message } from './message.js';
import { queueBlocks } from './queue.js';
import type { Line } from './rich-text.js';
import { schemeTitle } from './scene.js';
import type { Message, Modal } from './surface.js';
import { duration } from './time.js';
import { type Words, words } from './words/words.js';

/** Longest reason and impact: longer text belongs in the incident thread. */
export const MAX_REASON = 500;

/** What the dialog remembers while it is open. */
export type RequestContext = {
  readonly system: string;
  readonly scheme: string;
  readonly channel: string;
  readonly incident?: Thread;
  /** The backup that was asked for before the dialog opened. */
  readonly backup?: string;
  /** The run whose severity, reason and impact are offered again. */
  readonly run?: string;
  /** What the reason began with. */
  readonly reason?: string;
  /** The run that is ended as failed once this is submitted, as the person saw it stand. */
  readonly ends?: Ends;
};

/** A run that stands still, and which stand of it was seen. */
export type Ends = { readonly run: string; readonly since: string };

/** What the dialog is about. */
export type Asked = {
  readonly system: System;
  readonly scheme: Scheme;
  readonly channel: string;
  readonly incident?: Thread;
  readonly backup?: string;
  /** What an earlier request said. */
  readonly before?: Pick<RunRequest, 'runId' | 'severity' | 'reason' | 'impact'>;
  /** What the reason begins with, e.g. the message it is asked from. */
  readonly reason?: string;
  /** For a scheme that needs a backup. */
  readonly offer?: Offer;
  readonly ends?: Ends;
  /** Runs of the system that come first. */
  readonly ahead?: readonly RunState[];
  readonly language: Language;
};

/** The dialog that asks what to return to, how bad it is, why, and whom it hits. */
export function requestModal(asked: Asked): Modal {
  const { system, scheme, incident, offer, language } = asked;
  const w = words(language);
  const title = paragraph(
    [{ bold: `${system.plan.name} · ${schemeTitle(scheme, language)}` }],
    ...schemeFacts(asked, w),
  );
  const frame = {
    callback: CALLBACKS.request,
    title: cut(w.modal.title, 24),
    close: cut(w.modal.close, 24),
    metadata: JSON.stringify(contextOf(asked)),
  };
  // Without a backup there is nothing to send.
  if (isHopeless(offer)) return { ...frame, blocks: [title, ...backupBlocks(asked)] };
  return {
    ...frame,
    submit: cut(w.modal.submit, 24),
    blocks: [
      title,
      ...queueBlocks(asked.ahead ?? [], language),
      ...(asked.ends ? [alert(w.ways.ends(asked.ends.run), 'warning')] : []),
      ...backupBlocks(asked),
      ...severityBlocks(asked, w),
      ...textBlocks(asked, w),
      context(incident ? w.modal.incidentLinked : w.modal.noIncident),
      context(w.modal.nothingYet),
    ],
  };
}

function contextOf({ system, scheme, channel, incident, backup, before, reason, ends }: Asked): RequestContext {
  return {
    system: system.plan.name,
    scheme: scheme.key,
    channel,
    ...(incident ? { incident } : {}),
    ...(backup === undefined ? {} : { backup }),
    ...(before ? { run: before.runId } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(ends ? { ends } : {}),
  };
}

/** A message with the button that opens the dialog, for places where none can open by itself. */
export function requestOpener({ system, scheme, backup, before, language }: Asked): Message {
  const w = words(language);
  const title = `${system.plan.name} · ${schemeTitle(scheme, language)}`;
  const more = { ...(backup === undefined ? {} : { backup }), ...(before ? { run: before.runId } : {}) };
  const value = { system: system.plan.name, scheme: scheme.key, ...more };
  return message(w.text(w.modal.title, title), [
    paragraph([{ bold: title }], [w.modal.openHint]),
    actions(button('open-request', value, w.modal.open)),
  ]);
}

/** Reads what `requestModal` put into the dialog; undefined when it is not ours. */
export function parseRequestContext(metadata: string): RequestContext | undefined {
  try {
    const value = JSON.parse(metadata) as Partial<RequestContext> | null;
    const names = [value?.system, value?.scheme, value?.channel];
    return names.every((name) => typeof name === 'string') ? (value as RequestContext) : undefined;
  } catch {
    return undefined;
  }
}

/** Only severities that may lead to a rollback can be chosen. */
export function choosable({ plan }: System): readonly Severity[] {
  return plan.severities.filter(({ action }) => action !== 'observe');
}

function schemeFacts({ system, scheme, language }: Asked, w: Words): readonly Line[] {
  const when = scheme.when.map((text) => [`• ${say(text, language)}`]);
  return [
    [`${w.run.estimate}${w.colon}${w.run.within(duration(scheme.budget, w))}`],
    [w.modal.contents(expandScheme(scheme, system.plan.backups, system.targets).steps.length, scheme.checks.length)],
    [`${w.run.environment}${w.colon}${system.environment}`],
    ...(when.length > 0 ? [[{ bold: w.modal.when }], ...when] : []),
  ];
}

function severityBlocks(asked: Asked, w: Words): readonly KnownBlock[] {
  const { system, language } = asked;
  const levels = choosable(system);
  if (levels.length === 0) return [alert(w.modal.noSeverity, 'error')];
  const rows = system.plan.severities.map((severity) => triggerLine(asked, severity, w));
  const only = levels.length === 1 ? levels[0]?.key : undefined;
  const choices = levels.map((severity) => choice(system, severity, language, w));
  return [
    choiceInput('severity', w.run.severity, choices, asked.before?.severity.key ?? only),
    paragraph([{ bold: w.modal.triggers }], ...rows),
  ];
}

function choice({ plan }: System, severity: Severity, language: Language, w: Words): Choice {
  const { key, title, respondWithin } = severity;
  const roles = severity.deciders.map((role) => say(plan.roles[role] ?? role, language)).join(w.or);
  const description = `${w.run.deciders}${w.colon}${roles}${w.semicolon}${w.run.respondWithin(termText(respondWithin, w))}`;
  return { value: key, title: `${key} ${say(title, language)}`, description };
}

function triggerLine({ system, language }: Asked, { key, title, action }: Severity, w: Words): Line {
  const own = system.plan.triggers.filter(({ severity }) => severity === key);
  const texts = own.map((trigger) => say(trigger.title, language)).join(w.semicolon);
  const mark = action === 'observe' ? w.aside(say(title, language)) : '';
  return [{ bold: `${key}${mark}` }, `${w.colon}${texts === '' ? say(title, language) : texts}`];
}

function textBlocks({ before, reason: initial = '' }: Asked, { modal: w }: Words): readonly KnownBlock[] {
  const reason = { id: 'reason', label: w.reason, hint: w.reasonHint, multiline: true, limit: MAX_REASON };
  const impact = { id: 'impact', label: w.impact, hint: w.impactHint, limit: MAX_REASON };
  if (!before) return [textInput({ ...reason, initial }), textInput(impact)];
  return [
    textInput({ ...reason, initial: before.reason }),
    textInput({ ...impact, initial: before.impact.replaceAll('\n', ' ') }),
  ];
}

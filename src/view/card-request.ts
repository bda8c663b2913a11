import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { Check } from '../domain/check.js';
import { printable } from '../domain/printable.js';
import type { Step } from '../domain/scheme.js';
import { actions, button, context, header, paragraph } from './blocks.js';
import { cut, oneLine } from './characters.js';
import { checkMarks } from './check-marks.js';
import { checklistButton, checklistLines } from './checklist.js';
import { backupFacts, backupName, choiceOf } from './chosen-backup.js';
import { termText } from './clocks.js';
import { hostNames, orderLines } from './host-table.js';
import { instructionLines } from './manual-steps.js';
import { message, weight } from './message.js';
import { precheckBlocks } from './precheck-rows.js';
import { type Line, lines, plain, preformatted, richText } from './rich-text.js';
import { MAX_ROWS } from './rows.js';
import {
  aside,
  deadline,
  deciders,
  fact,
  moment,
  readersClock,
  type Scene,
  severityText,
  subject,
  targetText,
  told,
  took,
} from './scene.js';
import { shownEffect } from './step-effect.js';
import { isAdded } from './steps.js';
import type { Message } from './surface.js';

/** Scripts are cut to these lengths, one after the other, until the card is short enough to read. */
const SCRIPT_LENGTHS = [3_000, 1_200, 400, 120];
/** Below what a message may weigh at all; a decider should see the commands themselves where it is possible. */
const MAX_CHARACTERS = 9_600;
const MAX_FACT = 600;
const MAX_VALUE = 60;

/** Someone asked; the pre-checks are on their way. */
export function preparingCard(scene: Scene): Message {
  const { w, state } = scene;
  const done = state.prechecks.filter(({ status }) => status === 'finished').length;
  const next = w.card.preparing(done, state.prechecks.length);
  return message(w.text(w.card.requested, subject(scene), next), [
    header(w.title(w.card.requested, subject(scene))),
    paragraph([{ bold: next }]),
    paragraph(...requestFacts(scene), ...returnFacts(scene)),
    ...precheckBlocks(scene),
    ...checklistBlocks(scene),
    actions(...checklistButton(scene), withdrawButton(scene)),
  ]);
}

/** The pre-checks passed: everything a decider must know, and the buttons once the full text is in the thread. */
export function awaitingCard(scene: Scene): Message {
  const { w, state } = scene;
  const who = plain(deciders({ ...scene, roles: {} }));
  const text = w.text(w.card.requested, subject(scene), w.card.awaiting(who));
  const around = (commands: readonly KnownBlock[]) => [
    header(w.title(w.card.requested, subject(scene))),
    paragraph([{ bold: `${w.card.awaitingLabel}${w.colon}` }, ...deciders(scene)], [w.card.anyOfThem]),
    paragraph(...requestFacts(scene), ...returnFacts(scene), ...approvalFacts(scene)),
    ...precheckBlocks(scene),
    ...checklistBlocks(scene),
    ...commands,
    ...decisionBlocks(scene),
  ];
  const versions = SCRIPT_LENGTHS.map((length) => around(commandBlocks(scene, length)));
  const fits = versions.find((blocks) => state.steps.length <= MAX_ROWS && weight(blocks) <= MAX_CHARACTERS);
  return message(text, fits ?? around([titlesOnly(scene)]));
}

/** Who asked for what and why. */
export function requestFacts(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  const { request } = state;
  return [
    fact(scene, w.run.severity, severityText(scene)),
    fact(scene, w.run.reason, cut(printable(request.reason), MAX_FACT)),
    fact(scene, w.run.impact, cut(printable(request.impact), MAX_FACT)),
    fact(scene, w.run.requester, { user: state.requestedBy }, ...aside(w, ...moment(scene, state.requestedAt))),
    fact(scene, w.run.environment, request.environment),
    fact(scene, w.run.estimate, w.run.within(took(scene, request.scheme.budget))),
  ];
}

/** What it goes back to and what people do first at this severity (S2.15). */
function returnFacts(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  const { backup, version, severity, undoOf } = state.request;
  if (undoOf !== undefined) return undoFacts(scene);
  const first = severity.instructions.map((text) => told(scene, text)).join(w.semicolon);
  return [
    ...(backup
      ? [fact(scene, w.request.backup, { code: backupName(backup) }, w.aside(backupFacts(backup, choiceOf(scene), w)))]
      : []),
    ...(version === undefined || version === backup?.name ? [] : [fact(scene, w.request.version, version)]),
    ...(first === '' ? [] : [fact(scene, w.request.instructions, first)]),
  ];
}

/** What an undo takes back, and what that may cost: it is no way back to a backup. */
function undoFacts(scene: Scene): readonly Line[] {
  const { undo, ways } = scene.w;
  const run = scene.state.request.undoOf ?? '';
  return [[undo.what(run)], fact(scene, ways.risk, undo.risk)];
}

function checklistBlocks(scene: Scene): readonly KnownBlock[] {
  const rows = checklistLines(scene);
  return rows.length === 0 ? [] : [paragraph(...rows)];
}

function approvalFacts(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  const expires = state.expiresAt === undefined ? [w.run.unknown] : moment(scene, state.expiresAt);
  return [
    fact(scene, w.run.hosts, hostsText(scene)),
    ...orderLines(scene),
    fact(scene, w.card.validUntil, ...expires),
    fact(scene, w.run.runId, { code: state.id }),
    fact(scene, w.run.requestDigest, { code: state.request.digest.slice(0, 12) }),
  ];
}

/** Every host that a step runs on. */
function hostsText(scene: Scene): string {
  const { scheme } = scene.state.request;
  return hostNames(scene, [...new Set(scheme.steps.map(({ target }) => target))]);
}

function commandBlocks(scene: Scene, length: number): readonly RichTextBlock[] {
  const { w, state } = scene;
  const { steps, checks } = state.request.scheme;
  const blocks = steps.map((step, index) => stepBlock(scene, step, index + 1, length));
  const verify = [[{ bold: w.run.checks }], ...checks.map((check, index) => checkLine(scene, check, index + 1))];
  return [paragraph([{ bold: w.card.willRun }]), ...blocks, ...(checks.length > 0 ? [paragraph(...verify)] : [])];
}

function stepBlock(scene: Scene, step: Step, number: number, length: number): RichTextBlock {
  const { w } = scene;
  // What Backout adds is the same everywhere; its script is in the file.
  if (isAdded(step)) return richText(lines(stepLine(scene, step, number)));
  if (step.manual) return richText(lines(stepLine(scene, step, number), ...instructionLines(step.manual, scene)));
  const script = step.run.trimEnd();
  const shown = script.length > length ? `${cut(script, length)}\n${w.card.restInFile}` : script;
  return richText(lines(stepLine(scene, step, number)), preformatted(shown, length + 100));
}

function stepLine(scene: Scene, step: Step, number: number): Line {
  const { run, request } = scene.w;
  const about = [
    targetText(scene, step.target),
    run.effect[shownEffect(step)],
    ...(step.directory === undefined ? [] : [request.inDirectory(step.directory)]),
    ...(step.user === undefined ? [] : [request.asUser(step.user)]),
    ...Object.entries(step.environment).map(([name, value]) => `${name}=${cut(oneLine(value), MAX_VALUE)}`),
    ...(step.when ? [`${request.onlyIf}${scene.w.colon}${told(scene, step.when.title)}`] : []),
    ...(step.undo ? [request.hasUndo] : []),
    ...(isAdded(step) ? [request.addedStep] : []),
  ];
  return [{ bold: `${number}. ${told(scene, step.title)}` }, ` · ${about.join(' · ')}`];
}

function checkLine(scene: Scene, check: Check, number: number): Line {
  return [`${number}. ${told(scene, check.title)}${checkMarks(check, scene)}`];
}

function titlesOnly(scene: Scene): RichTextBlock {
  const { steps } = scene.state.request.scheme;
  const { w } = scene;
  const shown = steps.slice(0, MAX_ROWS).map((step, index) => stepLine(scene, step, index + 1));
  const rest: readonly Line[] = steps.length > MAX_ROWS ? [[w.card.moreSteps(steps.length - MAX_ROWS)]] : [];
  return paragraph([{ bold: w.card.willRun }], [w.card.scriptsInFile], ...shown, ...rest);
}

/** The buttons come only after the full text is in the thread, so that nobody approves what they cannot read. */
function decisionBlocks(scene: Scene): readonly KnownBlock[] {
  const { w, state, delivered } = scene;
  if (!delivered.has('request-file'))
    return [context(w.card.sendingFile), actions(...checklistButton(scene), withdrawButton(scene))];
  const value = { run: state.id, digest: state.request.digest };
  const approve = button('approve', value, w.card.approve, {
    danger: true,
    confirm: w.card.approveConfirm(subject(scene), `${scene.state.request.environment} · ${hostsText(scene)}`),
    spoken: w.card.approveSpoken(state.id, subject(scene)),
  });
  const reject = button('reject', value, w.card.reject, {
    spoken: w.card.rejectSpoken(state.id, subject(scene)),
  });
  return [context(w.card.readFile), actions(approve, reject, ...checklistButton(scene), withdrawButton(scene))];
}

/** Takes the request back; nothing has been changed. */
export function withdrawButton({ state, w }: Scene) {
  return button('abort', { run: state.id }, w.card.withdraw, {
    confirm: w.card.withdrawConfirm,
    spoken: w.card.withdrawSpoken(state.id),
  });
}

/** `P0 要求 5 分钟内响应；申请在 03:27:05 UTC+08:00 失效`: the severity asks for the first, the second ends the request. */
export function decideBy(scene: Scene): Line {
  const { w, state } = scene;
  const { expiresAt, request } = state;
  const { key, respondWithin } = request.severity;
  const until = expiresAt === undefined ? w.run.unknown : deadline(scene, expiresAt);
  const said = w.call.decideBy(key, termText(respondWithin, w), until);
  return expiresAt === undefined ? [said] : [said, readersClock(scene, expiresAt, ' · ')];
}

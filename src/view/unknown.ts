import type { RichTextBlock } from '@slack/types';
import { FAILURE_CODES, type FailureCode } from '../domain/failure.js';
import { printable } from '../domain/printable.js';
import type { LostEvidence, LostReason } from '../domain/step-end.js';
import type { Instant } from '../domain/time.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { StepState } from '../run/state.js';
import { activeSteps, allSteps } from '../run/steps.js';
import { paragraph } from './blocks.js';
import { cut, oneLine } from './characters.js';
import { factsOut } from './read-out.js';
import { type Line, lines, plain, preformatted, richText } from './rich-text.js';
import { aside, clock, fact, moment, type Scene, targetText, told } from './scene.js';
import { namesOf } from './standstill.js';
import { isSnapshot } from './step-effect.js';
import { stepName } from './step-words.js';

/** Characters of the technical fact behind an unknown end. */
const MAX_DETAIL = 300;
/** Of the last lines, on the card; the thread has more. */
const LAST_LINES = 20;
const MAX_LAST_LINES = 1_500;
const MAX_KEPT = 200;
/** Of more copies than this the last ones are named. */
const MAX_KEPT_LINES = 8;

/** `第 4/7 步「…」的结果未知。命令在 14:03:11 送达主机。…`: what happened, in words. */
export function unknownText(scene: Scene, step: StepState): string {
  const { human, space } = scene.w;
  return [human.what(stepName(scene, step)), ...whatHappened(scene, step)].join(space);
}

/** What happened, without the first sentence. */
export function whatHappened(scene: Scene, { startedAt, evidence }: StepState): readonly string[] {
  const { human } = scene.w;
  return [
    ...(startedAt === undefined ? [] : [human.delivered(clock(scene, startedAt))]),
    ...(evidence && isOutOfReach(evidence) ? [lostText(scene, evidence, startedAt ?? 0)] : []),
    evidence?.claimed === true ? human.hasBegun : human.mayHave,
    ...stillRunning(scene, evidence),
  ];
}

/** Only a restart of its host proves that it does not run any more: whoever does its work by hand must know. */
export function stillRunning({ w }: Scene, evidence: LostEvidence | undefined): readonly string[] {
  if (evidence === undefined) return [w.human.mayStillRun];
  const watcher = watcherOf(evidence);
  if (watcher === 'rebooted') return [];
  return [watcher === 'alive' ? w.human.stillRuns : w.human.mayStillRun];
}

/** Since when the host is out of reach; it may have said nothing at all since the step was sent. */
function lostText(scene: Scene, { lastHeardAt }: LostEvidence, sentAt: Instant): string {
  const { human } = scene.w;
  const isHeard = lastHeardAt !== null && lastHeardAt >= sentAt;
  return isHeard ? human.lostAt(clock(scene, lastHeardAt)) : human.lostAfter;
}

/** The host said nothing any more; otherwise it answered, and the answer settles nothing. */
function isOutOfReach({ reason }: LostEvidence): boolean {
  return reason === 'connection-lost' || reason === 'host-silent' || isFailureCode(reason);
}

/** What is known about a step whose end is unknown. */
export function evidenceLines(scene: Scene, { id, evidence, scriptDigest }: StepState): readonly Line[] {
  if (!evidence) return [];
  const { human, run } = scene.w;
  const { claimed, rebooted, lastHeardAt } = evidence;
  const target = plannedStep(scene.state.request, id)?.target;
  return [
    fact(scene, human.why, ...reasonLine(scene, evidence, target)),
    fact(scene, run.hosts, target ? targetText(scene, target) : run.unknown),
    fact(scene, human.claimed, human.claimedIs(claimed)),
    fact(scene, human.watcher, human.watcherIs[watcherOf(evidence)]),
    fact(scene, human.rebooted, human.rebootedIs(rebooted)),
    fact(scene, human.lastHeard, ...(lastHeardAt === null ? [human.never] : moment(scene, lastHeardAt))),
    ...verifiedLines(scene, evidence),
    ...(scriptDigest === undefined ? [] : [fact(scene, human.script, { code: scriptDigest.slice(0, 12) })]),
  ];
}

/** What watches the step on its host for as long as it runs. */
function watcherOf({ reason, rebooted }: LostEvidence): keyof Scene['w']['human']['watcherIs'] {
  if (rebooted === true || reason === 'host-rebooted') return 'rebooted';
  if (reason === 'still-running') return 'alive';
  return reason === 'runner-killed' ? 'dead' : 'unknown';
}

/** What the step's own look at its work says now. */
function verifiedLines(scene: Scene, { verified }: LostEvidence): readonly Line[] {
  if (!verified) return [];
  const { human } = scene.w;
  const seen = oneLine(printable(verified.output).trim());
  const said: Line = [
    human.verifiedIs[verified.passed ? 'yes' : 'no'],
    ...aside(scene.w, ...moment(scene, verified.at)),
  ];
  return [fact(scene, human.verified, ...said, ...(seen === '' ? [] : [' ', { code: cut(seen, MAX_DETAIL) }]))];
}

/** Why, in words, and the fact itself where there is one. */
function reasonLine({ state, w }: Scene, { reason, detail }: LostEvidence, target = ''): Line {
  const { host = target } = state.request.targets[target] ?? {};
  const why = isFailureCode(reason) ? w.problems[reason](host, {}, (command) => command).what : w.human.reasons[reason];
  return detail ? [`${why} `, { code: cut(oneLine(factsOut(detail, w)), MAX_DETAIL) }] : [why];
}

function isFailureCode(reason: LostReason): reason is FailureCode {
  return FAILURE_CODES.some((code) => code === reason);
}

/** The evidence as plain text. */
export function evidenceText(scene: Scene, step: StepState): string {
  return evidenceLines(scene, step)
    .map((line) => plain(line))
    .join(scene.w.semicolon);
}

/** The last lines that the step printed, as far as they came. */
export function lastLines(scene: Scene, { output }: StepState): readonly RichTextBlock[] {
  const all = printable(output?.text ?? '')
    .trimEnd()
    .split('\n');
  const last = all.slice(-LAST_LINES);
  const text = last.join('\n').slice(-MAX_LAST_LINES).toWellFormed();
  if (text.trim() === '') return [];
  return [richText(lines([{ bold: scene.w.human.lastLines(last.length) }]), preformatted(text))];
}

/** What is certain whatever became of the step: what is done, what did not begin, and where the copy from before is. */
export function certainBlocks(scene: Scene): readonly RichTextBlock[] {
  const { w, state } = scene;
  const steps = activeSteps(state);
  const named = (status: StepState['status'], say: (names: string) => string): readonly Line[] => {
    const names = namesOf(
      scene,
      steps.filter((step) => step.status === status),
    );
    return names === undefined ? [] : [[`• ${say(names)}`]];
  };
  const certain = [
    ...named('succeeded', w.human.done),
    ...named('sent', w.human.sentToo),
    ...named('pending', w.human.notBegun),
    ...keptLines(scene).map((line): Line => ['• ', ...line]),
  ];
  return certain.length === 0 ? [] : [paragraph([{ bold: w.human.safeLabel }], ...certain)];
}

/** Where the copies from before the rollback are: what the snapshot steps printed last. */
export function keptLines(scene: Scene): readonly Line[] {
  const kept = allSteps(scene.state).filter((step) => isSnapshot(step) && step.status === 'succeeded');
  const all = kept.flatMap((step): readonly Line[] => {
    const last = oneLine(
      printable(step.output?.text ?? '')
        .trimEnd()
        .split('\n')
        .at(-1) ?? '',
    ).trim();
    return last === '' ? [] : [fact(scene, scene.w.human.kept(told(scene, step.title)), { code: cut(last, MAX_KEPT) })];
  });
  // Each step's output is in the thread as well.
  return all.length > MAX_KEPT_LINES ? [...all.slice(-MAX_KEPT_LINES), [scene.w.run.moreBelow]] : all;
}

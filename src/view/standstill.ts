import type { Button, KnownBlock } from '@slack/types';
import { nextEffect } from '../run/next-effect.js';
import type { StepState } from '../run/state.js';
import { activeSteps, currentStep } from '../run/steps.js';
import { stepsToUndo } from '../run/touched.js';
import { needsSecondPerson, type WayOn, waysOn } from '../run/ways-on.js';
import type { ActionId } from './actions.js';
import { actions, button, paragraph } from './blocks.js';
import type { Line } from './rich-text.js';
import { aside, fact, moment, type Scene, schemeTitle, told } from './scene.js';
import { standOf, wishOf } from './stand.js';
import { isUndo, stepName, stepNumber } from './step-words.js';

/** Who took the choice upon themselves, or that nobody has yet. */
export function claimLine(scene: Scene): Line {
  const { w, state } = scene;
  if (!state.claimed) return [w.claim.nobody(w.ways.claim)];
  const { by, at } = state.claimed;
  const others = w.claim.others(w.ways.takeOver);
  return [...fact(scene, w.claim.by, { user: by }, ...aside(w, ...moment(scene, at))), w.stop, others];
}

/** Who must do something: whoever took it up, else the requester and the approver. */
export function summoned({ state }: Scene): Line {
  const { claimed, requestedBy, decision } = state;
  if (claimed) return [{ user: claimed.by }];
  return [{ user: requestedBy }, ...(decision && decision.by !== requestedBy ? [' ', { user: decision.by }] : [])];
}

/** Whether the plan itself orders what happens now, so that nobody needs to choose. */
export function isOrdered({ state, now }: Scene): boolean {
  return state.phase === 'stopped' && nextEffect(state, now).kind === 'restore';
}

/** The choice and everything it needs: who took it up, what each way means, and the buttons. */
export function choiceBlocks(scene: Scene): readonly KnownBlock[] {
  const { w, state } = scene;
  // Nobody is there to hear a press while the bot is away.
  if (state.pausedAt !== undefined) return [];
  const ways = waysOn(state);
  const rows = ways.map((way): Line => ['• ', { bold: labelOf(scene, way) }, ` · ${meaningOf(scene, way)}`]);
  return [
    ...rerunBlocks(scene),
    paragraph([{ bold: w.means.choose }], ...withLadder(ladderRow(scene), rows), claimLine(scene)),
    actions(
      claimButton(scene),
      ...withLadder(
        ladderButton(scene),
        ways.map((way) => wayButton(scene, way)),
      ),
    ),
  ];
}

/** Somebody wants to run a step again, and another decider must say yes or no. */
function rerunBlocks(scene: Scene): readonly KnownBlock[] {
  const { w, state } = scene;
  const { rerun } = state;
  const step = activeSteps(state).find(({ id }) => id === rerun?.step);
  if (!rerun || !step) return [];
  const name = stepName(scene, step);
  const value = { run: state.id, asked: wishOf(state) };
  const [yes, no] = [w.ways.grant, w.ways.decline];
  return [
    paragraph(
      [{ user: rerun.by }, ...aside(w, ...moment(scene, rerun.at)), ' ', { bold: w.rerun.asks(name) }],
      fact(scene, w.ways.reason, rerun.reason),
      fact(scene, w.ways.risk, rerunRisk(scene, step)),
      [w.rerun.needs],
    ),
    actions(
      button('grant-rerun', value, yes, {
        ...{ danger: true, confirm: w.ways.grantConfirm(name), spoken: w.means.spoken(yes, state.id) },
      }),
      button('decline-rerun', value, no, { spoken: w.means.spoken(no, state.id) }),
    ),
  ];
}

/** What may happen when a step runs once more. */
function rerunRisk(scene: Scene, step: StepState | undefined): string {
  const { risks } = scene.w.ways;
  if (!needsSecondPerson(scene.state)) return risks.rerunHarmless;
  return step?.status === 'failed' ? risks.rerunFailed : risks.rerunUnknown;
}

function claimButton(scene: Scene): Button {
  const { w, state } = scene;
  const value = { run: state.id, since: standOf(state) };
  const { claimed, names } = state;
  if (!claimed) return button('claim', value, w.ways.claim, { primary: true, spoken: spoken(scene, w.ways.claim) });
  const who = (Object.hasOwn(names, claimed.by) ? names[claimed.by] : undefined) ?? claimed.by;
  const confirm = w.ways.takeOverConfirm(who);
  return button('claim', { ...value, from: claimed.by }, w.ways.takeOver, {
    confirm,
    spoken: spoken(scene, w.ways.takeOver),
  });
}

const DANGEROUS: readonly WayOn[] = ['rerun', 'restore', 'give-up', 'hand-over'];

function wayButton(scene: Scene, way: WayOn): Button {
  const { w, state } = scene;
  const label = labelOf(scene, way);
  const look = { danger: DANGEROUS.includes(way), spoken: spoken(scene, label) };
  const confirm = way === 'hand-over' ? { confirm: w.means.handOverConfirm } : {};
  return button(way satisfies ActionId, { run: state.id, since: standOf(state) }, label, { ...look, ...confirm });
}

function spoken({ w, state }: Scene, label: string): string {
  return w.means.spoken(label, state.id);
}

/** What a way on is called on its button. */
function labelOf(scene: Scene, way: WayOn): string {
  const { w, state } = scene;
  if (way === 'ask-again') return w.means.askAgain;
  if (way === 'hand-over') return w.means.handOver;
  if (way !== 'settle') return w.ways.labels[way];
  const steps = activeSteps(state);
  const next = steps[steps.findIndex(({ id }) => id === currentStep(state)?.id) + 1];
  return next && !state.abort && !state.restore ? w.ways.settle(stepNumber(scene, next.id)) : w.ways.settleLast;
}

function meaningOf(scene: Scene, way: WayOn): string {
  const { w, state } = scene;
  if (way === 'restore') return w.means.restore(stepsToUndo(state).length);
  if (way !== 'rerun') return w.means[way];
  const second = needsSecondPerson(state) ? [w.means.secondPerson] : [];
  return [w.means.rerun, rerunRisk(scene, currentStep(state)), ...second].join(w.space);
}

/** The scheme to try when this one did not help (S2.40, S2.51); it ends this run. */
function ladderOf({ state, language }: Scene) {
  const { scheme, plan } = state.request;
  const next = plan.schemes.find(({ key }) => key === scheme.next?.scheme);
  if (!next || !scheme.next || !waysOn(state).includes('give-up')) return undefined;
  return { key: next.key, title: schemeTitle(next, language), when: scheme.next.when };
}

/** Before the way that ends the run for good. */
function withLadder<Part>(ladder: readonly Part[], parts: readonly Part[]): readonly Part[] {
  return [...parts.slice(0, -1), ...ladder, ...parts.slice(-1)];
}

function ladderRow(scene: Scene): readonly Line[] {
  const { w } = scene;
  const next = ladderOf(scene);
  return next ? [['• ', { bold: w.ways.nextScheme(next.title) }, ` · ${w.means.next(told(scene, next.when))}`]] : [];
}

function ladderButton(scene: Scene): readonly Button[] {
  const { w, state } = scene;
  const next = ladderOf(scene);
  if (!next) return [];
  const label = w.ways.nextScheme(next.title);
  const value = { run: state.id, since: standOf(state), scheme: next.key };
  return [button('next-scheme', value, label, { spoken: spoken(scene, label) })];
}

/** `第 1–4、6 步`, `撤销 1、2`: steps by their numbers; undefined without any. */
export function namesOf(scene: Scene, steps: readonly StepState[]): string | undefined {
  const [first] = steps;
  if (!first) return undefined;
  const numbers = steps.map(({ id }) => stepNumber(scene, id)).toSorted((a, b) => a - b);
  const { numbers: said, undoNumbers } = scene.w.run.step;
  return (isUndo(scene.state, first.id) ? undoNumbers : said)(spans(numbers).join(scene.w.and));
}

/** `1–4`, `6`: three numbers or more in a row by their ends. */
function spans(numbers: readonly number[]): readonly string[] {
  const rows: number[][] = [];
  for (const number of numbers) {
    const row = rows.at(-1);
    if (row?.at(-1) === number - 1) row.push(number);
    else rows.push([number]);
  }
  return rows.flatMap((row) => (row.length > 2 ? [`${row[0]}–${row.at(-1)}`] : row.map(String)));
}

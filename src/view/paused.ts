import { paragraph } from './blocks.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { clock, type Scene, subject } from './scene.js';
import { isEnded } from './step-words.js';
import type { Surface } from './surface.js';

/** Backout is away in order: what runs on hosts goes on, and nothing else happens until it is back. */
export function pausedLine(scene: Scene): readonly Line[] {
  const { state } = scene;
  if (state.pausedAt === undefined || isEnded(state)) return [];
  return [[{ bold: pausedText(scene) }]];
}

/** What being away means for this run: that it goes on by itself, or that nobody can choose meanwhile. */
export function pausedText(scene: Scene): string {
  return isStanding(scene) ? scene.w.paused.standing : scene.w.paused.card;
}

/** People would choose now; nobody is there to hear them while the bot is away. */
export function isStanding({ state }: Scene): boolean {
  return state.phase === 'needs-human' || state.phase === 'stopped' || state.phase === 'held';
}

/** Says below the card that a run is paused, once for each time; afterwards the same message says that it goes on. */
export function pausedSurfaces(scene: Scene): readonly Surface[] {
  const { state, w, delivered } = scene;
  const { pausedAt, resumedAt } = state;
  const isUnderWay = pausedAt !== undefined && state.decision?.verdict === 'approved' && !isEnded(state);
  const said = isStanding(scene) ? w.paused.standing : w.paused.thread;
  const now = isUnderWay ? [post(scene, resumedAt.length, said)] : [];
  const before = resumedAt.flatMap((at, index) => {
    return delivered.has(keyOf(index)) ? [post(scene, index, w.paused.resumed(clock(scene, at)))] : [];
  });
  return [...before, ...now];
}

function keyOf(index: number): string {
  return `paused:${index + 1}`;
}

function post(scene: Scene, index: number, said: string): Surface {
  const { state, w } = scene;
  const place = { channel: state.request.channel, below: 'card' };
  const made = message(w.text(said.replace(/[.。]$/u, ''), subject(scene)), [paragraph([{ bold: said }])]);
  return { key: keyOf(index), kind: 'message', place, message: made };
}

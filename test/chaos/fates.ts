import { join } from 'node:path';
import type { RunState } from '../../src/run/state.js';
import { kill, supervisorAt } from '../ssh/helpers/runner.js';
import type { Scene, Story } from './story.js';

/** The token of a step that has begun on the host. */
export function begun({ world }: Scene, step: string): string | undefined {
  return world
    .witness()
    .find((line) => line.endsWith(`.${step} begin`))
    ?.replace(' begin', '');
}

/** The second step runs, and the bot knows how the first ended: a bot that stops before would learn it elsewhere. */
export function isInTwo({ steps }: RunState, scene: Scene): boolean {
  const isKnown = steps.some(({ id, status }) => id === 'one' && status === 'succeeded');
  return isKnown && begun(scene, 'two') !== undefined;
}

/** Kills what watches a step on the host, once: nobody can prove its end then. */
function killSupervisor(scene: Scene, step: string): void {
  const token = begun(scene, step);
  if (token === undefined) return;
  const supervisor = supervisorAt(join(scene.world.box.home, '.backout/steps', token));
  if (supervisor > 0 && scene.once('supervisor')) kill(supervisor);
}

/** What watches the second step is killed. */
export const loseTwo: NonNullable<Story['fate']> = (_runs, scene) => killSupervisor(scene, 'two');

/** Nobody reaches the host from now on. */
export function goesAway({ world: { box }, once }: Scene, isTime: boolean): void {
  if (!isTime || !once('away')) return;
  void box.refuseConnections(true);
  box.dropConnections();
}

/** They reach it again. */
export function comesBack({ world: { box }, once }: Scene, isTime: boolean): void {
  if (isTime && once('back')) void box.refuseConnections(false);
}

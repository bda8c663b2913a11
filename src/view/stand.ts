import type { RunState } from '../run/state.js';

/** Which stand of a run people choose about: another one after each time that it moved. */
export function standOf({ waitingSince }: Pick<RunState, 'waitingSince'>): string {
  return waitingSince === undefined ? '' : String(waitingSince);
}

/** Which wish to run a step again people say yes or no to. */
export function wishOf({ rerun }: Pick<RunState, 'rerun'>): string {
  return rerun === undefined ? '' : String(rerun.at);
}

import type { Fault } from './model.js';
import type { State } from './state.js';

/** Takes the next fault meant for this Web API method, if one is switched on. */
export function takeFault(state: State, method: string): Fault | undefined {
  return take(state, (fault) => fault.kind !== 'duplicate-event' && (fault.method ?? method) === method);
}

/** True when the next event is to be delivered twice. */
export function takeDuplicate(state: State): boolean {
  return take(state, (fault) => fault.kind === 'duplicate-event') !== undefined;
}

function take(state: State, isMeant: (fault: Fault) => boolean): Fault | undefined {
  const fault = state.faults.find((each) => each.times > 0 && isMeant(each));
  if (!fault) return undefined;
  fault.times -= 1;
  state.faults = state.faults.filter((each) => each.times > 0);
  return fault;
}

import { announce, type State } from '../state.js';
import { type DeliveryKind, type Fault, type FaultKind, kindsOfCalls } from './kinds.js';

/** Takes the next fault meant for this Web API method or address, if one is switched on. */
export function takeCallFault(state: State, method: string): Fault | undefined {
  // What is no method of the Web API is hit only when it is named.
  const isNamed = !method.includes('.');
  return take(state, (fault) => {
    if (!kindsOfCalls.includes(fault.kind)) return false;
    return fault.method === method || (fault.method === undefined && !isNamed);
  });
}

/** Takes a fault that concerns one kind of delivery. */
export function takeDeliveryFault(state: State, kind: 'duplicate' | 'late', delivery: DeliveryKind): Fault | undefined {
  return take(state, (fault) => fault.kind === kind && (fault.delivery ?? delivery) === delivery);
}

/** Takes a fault of this kind; `method` where the kind may be limited to one. */
export function takeFault(state: State, kind: FaultKind, method?: string): Fault | undefined {
  return take(state, (fault) => fault.kind === kind && (fault.method ?? method) === method);
}

/** Switches a fault on. */
export function addFault(state: State, fault: Fault): void {
  state.faults.push(fault);
  announce(state, 'fault');
}

/** Ends all faults, or those of one kind. */
export function endFaults(state: State, kind?: string): void {
  state.faults = state.faults.filter((fault) => kind !== undefined && fault.kind !== kind);
  announce(state, 'fault');
}

function take(state: State, isMeant: (fault: Fault) => boolean): Fault | undefined {
  const fault = state.faults.find(isMeant);
  if (fault?.times === undefined) return fault;
  fault.times -= 1;
  state.faults = state.faults.filter(({ times }) => times === undefined || times > 0);
  announce(state, 'fault');
  return fault;
}

import { randomBytes } from 'node:crypto';
import { takeFault } from './faults/faults.js';
import { addViolation, type ResponseUrl, type State, type Trigger } from './state.js';

export const triggerLifeMs = 3000;
export const responseUrlLifeMs = 30 * 60_000;
export const responseUrlUses = 5;

/** The ticket that lets the app open a modal for this person within three seconds. */
export function newTrigger(state: State, person: string): string {
  const id = `${state.now()}.${randomBytes(4).toString('hex')}`;
  state.triggers.set(id, { person, at: state.now(), isUsed: false });
  return id;
}

/** Uses the trigger up, or says with Slack's error code why it may not be used. */
export function takeTrigger(state: State, id: string, method: string): Trigger | string {
  const trigger = state.triggers.get(id);
  if (!trigger) return 'invalid_trigger_id';
  if (takeFault(state, 'expired-trigger')) return 'expired_trigger_id';
  const age = state.now() - trigger.at;
  if (age > triggerLifeMs && trigger.isExcused) return 'expired_trigger_id';
  if (age > triggerLifeMs) {
    addViolation(state, 'expired-trigger', method, `trigger_id used ${age} ms after it was issued; it lives 3000 ms`);
    return 'expired_trigger_id';
  }
  if (trigger.isUsed) {
    addViolation(state, 'reused-trigger', method, 'a trigger_id opens one modal only');
    return 'exchanged_trigger_id';
  }
  trigger.isUsed = true;
  return trigger;
}

/** A fresh response URL for one act of one person. */
export function newResponseUrl(state: State, use: Omit<ResponseUrl, 'at' | 'uses'>): string {
  const id = randomBytes(9).toString('hex');
  state.responseUrls.set(id, { ...use, at: state.now(), uses: 0 });
  return `${state.url}/response/${state.team.id}/${id}`;
}

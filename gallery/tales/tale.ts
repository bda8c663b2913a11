import type { RunRequest } from '../../src/domain/request.js';
import type { Language } from '../../src/domain/text.js';
import { CHANNELS, PEOPLE, type SystemName } from '../bound-systems.js';
import { approved, play, prechecked, requested, stepped, T0, ticked, type Untimed } from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';

type Which = readonly [system: SystemName, scheme: string];
export const A: Which = ['wechat-backend', 'a'];

/** A run of a scheme whose request is followed by these events. */
export function tale([system, scheme]: Which, events: (request: RunRequest) => readonly Untimed[], changes = {}): Tale {
  return (language: Language) => {
    const request = requestFor(system, scheme, language, changes);
    return play(requested(request), ...events(request));
  };
}

/** The service is unhealthy, which is why we are here; everything else is in order. */
export const sick = { health: ['fail', 'status = unhealthy'], 'error-log': ['fail', LOG()] } as const;

function LOG(): string {
  const line = 'ERROR 2026-11-20 03:1';
  return Array.from({ length: 12 }, (_, n) => `${line}${n % 10}:02 task ${8812 + n} is stuck in state RUNNING`).join(
    '\n',
  );
}

export const toDecision = (request: RunRequest) => [...prechecked(request, sick), ...ticked(request)];
export const toStart = (request: RunRequest) => [...toDecision(request), approved(request)];
/** The first step that changes what is live; what only looks or saves a copy comes before it. */
export const firstOf = ({ scheme }: RunRequest) =>
  scheme.steps.find(({ id, effect }) => effect !== 'read-only' && !id.endsWith('-snapshot'))?.id ?? '';
/** Every step before this one, done. */
export const before = (request: RunRequest, id: string) =>
  stepped(
    request,
    request.scheme.steps.findIndex((step) => step.id === id),
  );
/** Up to the first step that changes what is live. */
export const toFirst = (request: RunRequest) => [...toStart(request), ...before(request, firstOf(request))];
export const lastOf = ({ scheme }: RunRequest) => scheme.steps.at(-1)?.id ?? '';
export const link = { incident: { channel: CHANNELS['wechat-backend'], thread: '1763579000.000100' } };
export const elsewhere = { incident: { channel: 'C0GENERAL', thread: '1763579000.000100' } };
export const abort: Untimed = { type: 'abort.requested', by: PEOPLE.director.id, name: PEOPLE.director.name };
export const withdrawal: Untimed = { type: 'abort.requested', by: PEOPLE.ops.id, name: PEOPLE.ops.name };
export const handOver: Untimed = { type: 'run.handed-over', by: PEOPLE.director.id, name: PEOPLE.director.name };
export const unreachable = { code: 'ssh.unreachable', at: '10.0.0.5:22' } as const;
export const refusedText = '10.0.0.5:22: connect ECONNREFUSED 10.0.0.5:22';

/** People are called again, so many minutes after the run was asked for. */
export function remind(minutes: number): Untimed {
  return { type: 'people.reminded', at: T0 + minutes * 60_000 };
}

/** The run up to the end of its steps. */
export const ended = (request: RunRequest) => [...toStart(request), ...stepped(request)];

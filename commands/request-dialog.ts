import { listFor } from '../src/domain/backup-set.js';
import type { Thread } from '../src/domain/request.js';
import type { Scheme } from '../src/domain/scheme.js';
import type { System } from '../src/domain/system.js';
import type { Language } from '../src/domain/text.js';
import type { Engine } from '../src/engine/engine.js';
import type { RunState } from '../src/run/state.js';
import type { Offer } from '../src/view/backup-input.js';
import { type Asked, type Ends, requestModal, requestOpener } from '../src/view/request-modal.js';
import type { Reply } from './command.js';

/** Which dialog somebody wants. `run`: an earlier request of the same system, whose words are offered again. */
export type Wish = {
  readonly system: System;
  readonly scheme: Scheme;
  readonly channel: string;
  readonly language: Language;
  readonly backup?: string;
  readonly run?: string;
  /** The incident thread it is asked from; else the one that is linked in the channel. */
  readonly incident?: Thread;
  /** What the reason begins with. */
  readonly reason?: string;
  /** The run that is ended as failed once the request is sent. */
  readonly ends?: Ends;
};

/** The dialog that asks for a rollback. It opens at once; the backups follow when their host has answered. */
export async function requestDialog(wish: Wish, engine: Engine): Promise<Reply & { readonly kind: 'modal' }> {
  const { system, scheme, channel, language, backup, reason, ends } = wish;
  const ahead = openRuns(system, engine).filter(({ id }) => id !== ends?.run);
  const [incident, before] = await Promise.all([wish.incident ?? engine.incidentOf(channel), earlier(wish, engine)]);
  const asked: Asked = {
    ...{ system, scheme, channel, language, ahead },
    ...(incident ? { incident: { channel: incident.channel, thread: incident.thread } } : {}),
    ...(backup === undefined ? {} : { backup }),
    ...(before ? { before } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(ends ? { ends } : {}),
  };
  const later = async () => requestModal({ ...asked, offer: await offerOf(wish, engine) });
  return {
    kind: 'modal',
    modal: requestModal(asked),
    opener: requestOpener(asked),
    ...(scheme.backup ? { later } : {}),
  };
}

/** Open runs of a system, oldest first: a new request waits until they have ended. */
export function openRuns({ plan }: System, engine: Engine): readonly RunState[] {
  return engine.active().filter(({ request }) => request.plan.name === plan.name);
}

async function offerOf({ system, scheme }: Wish, engine: Engine): Promise<Offer> {
  const source = scheme.backup?.source ?? '';
  const listed = await engine.backups(system.plan.name, source);
  if (!listed.ok) return { kind: 'failed', failure: listed.failure };
  const list = listed.value.find((each) => each.source.name === source);
  return list
    ? { kind: 'listed', list: listFor(list, scheme.backup) }
    : { kind: 'failed', failure: { code: 'backup.missing', at: source } };
}

/** What another system's people wrote is not shown here. */
async function earlier({ system, run }: Wish, engine: Engine): Promise<Asked['before']> {
  if (run === undefined) return undefined;
  const state = await engine.run(run);
  if (state?.request.plan.name !== system.plan.name) return undefined;
  const { runId, severity, reason, impact } = state.request;
  return { runId, severity, reason, impact };
}

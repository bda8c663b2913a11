import type { Incident } from '../domain/incident.js';
import type { Thread } from '../domain/request.js';
import { incidentMovedNote, linkedElsewhereNote, note } from '../view/note.js';
import type { Asker, Desk } from './desk.js';
import { permalinkOf } from './permalink.js';
import { tellEverybody } from './tell.js';

const NEWEST_RUNS = 50;

/** True for the thread below a run's card: it tells of that run and is no incident. */
export async function isRunThread({ engine, store }: Desk, { channel, thread }: Thread): Promise<boolean> {
  const runs = [...engine.active(), ...(await engine.recent(NEWEST_RUNS))];
  const ids = new Set(runs.filter(({ request }) => request.channel === channel).map(({ id }) => id));
  const cards = await Promise.all([...ids].map((id) => store.find(id, 'card')));
  return cards.some((card) => card?.channel === channel && card.ts === thread);
}

/** The incident thread somebody is in; undefined outside of threads and in a run's own. */
export async function incidentHere(
  desk: Desk,
  { channel, thread }: Pick<Asker, 'channel' | 'thread'>,
): Promise<Thread | undefined> {
  if (thread === undefined || (await isRunThread(desk, { channel, thread }))) return undefined;
  return { channel, thread };
}

/** The channel's incident: the one that is linked, else this thread from now on, which is told so. */
export async function linkFirst(desk: Desk, asker: Asker, thread: Thread): Promise<Incident> {
  const known = await desk.engine.incidentOf(thread.channel);
  if (known) return known;
  const incident = { ...thread, linkedBy: asker.by, linkedAt: desk.clock.now() };
  await desk.engine.linkIncident(incident);
  await tellEverybody(desk, asker, note('linked', desk.languageIn(asker.channel)));
  return incident;
}

/** Says in the thread that was linked so far that the channel's incident has moved, and where to. */
export async function tellMoved(desk: Desk, from: Thread, to: Thread): Promise<void> {
  const permalink = await permalinkOf(desk, { channel: to.channel, ts: to.thread });
  const asker = { by: '', channel: from.channel, thread: from.thread };
  await tellEverybody(desk, asker, incidentMovedNote(permalink, desk.languageIn(from.channel)));
}

/** Says in a thread that another one is linked, and how to move the link here. */
export async function tellWhereLinked(desk: Desk, asker: Asker, { channel, thread }: Incident): Promise<void> {
  const permalink = await permalinkOf(desk, { channel, ts: thread });
  await tellEverybody(desk, asker, linkedElsewhereNote(permalink, desk.languageIn(asker.channel)));
}

import { paragraph } from '../../view/blocks.js';
import { message } from '../../view/message.js';
import type { Line } from '../../view/rich-text.js';
import { type Scene, spoken, subject } from '../../view/scene.js';
import type { Surface } from '../../view/surface.js';
import { headline } from './headline.js';
import { incidentKey, threadsWith } from './key.js';
import { callsLeftIn, milestones } from './milestones.js';

/** The run's headline in its incident thread, and a pointer to it in every thread that was told of the run before. */
export function headlineSurfaces(scene: Scene): readonly Surface[] {
  const { incident } = scene.state;
  if (!incident) return [];
  const place = { channel: incident.channel, thread: incident.thread };
  const key = incidentKey('requested', incident.thread);
  return [{ key, kind: 'message', place, message: headline(scene) }, ...pointers(scene)];
}

/** What the incident thread is told beside the headline, and what calls somebody in threads that were told of the run before. */
export function milestoneSurfaces(scene: Scene): readonly Surface[] {
  const { incident } = scene.state;
  if (!incident) return [];
  const { channel, thread } = incident;
  return [...milestones(scene, { channel, thread }), ...callsLeftIn(scene, { channel, thread })];
}

/** Instead of a headline that would stand still for ever. */
function pointers(scene: Scene): readonly Surface[] {
  const { state, w, delivered } = scene;
  const { moved, openThread } = w.incidentThread;
  const { incident } = state;
  if (!incident) return [];
  const link = scene.threadAddress?.(incident);
  const rows: readonly Line[] = [[moved], ...(link === undefined ? [] : [[{ link, label: openThread }]])];
  const about = `${state.id} · ${subject(scene)}`;
  const told = message(`${about}${w.stop}${rows.map((row) => spoken(scene, row)).join(w.space)}`, [
    paragraph([{ bold: about }], ...rows),
  ]);
  return threadsWith('requested', delivered)
    .filter((thread) => thread !== incident.thread)
    .map((thread) => ({
      key: incidentKey('requested', thread),
      kind: 'message',
      place: { channel: incident.channel, thread },
      message: told,
    }));
}

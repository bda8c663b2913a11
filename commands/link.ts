import type { Incident } from '../src/domain/incident.js';
import type { Engine } from '../src/engine/engine.js';
import { note } from '../src/view/note.js';
import { inEach } from '../src/view/words/words.js';
import type { Command } from './command.js';
import { toAsker } from './system.js';

/** Links the thread it is written in as the channel's incident, also when another one is linked. */
export const link: Command = {
  name: 'link',
  aliases: ['关联'],
  usage: 'link',
  mentionOnly: true,
  summary: inEach(({ help }) => help.commands.link),
  async run({ thread, by, now, language }, engine) {
    if (!thread) return toAsker(note('linkInThread', language));
    const isNew = await linkThread({ ...thread, linkedBy: by, linkedAt: now }, engine);
    return toAsker(note(isNew ? 'linked' : 'linkedHere', language));
  },
};

/** False when exactly this thread is linked already. */
async function linkThread(incident: Incident, engine: Engine): Promise<boolean> {
  const known = await engine.incidentOf(incident.channel);
  if (known?.thread === incident.thread) return false;
  await engine.linkIncident(incident);
  return true;
}

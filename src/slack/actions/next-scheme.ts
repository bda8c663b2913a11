import { requestDialog } from '../../../commands/request-dialog.js';
import { deliverReply } from '../deliver-reply.js';
import { incidentHere } from '../incident-link.js';
import { isAnothers, standing } from './choose.js';
import { handle } from './handler.js';
import { schemeHere } from './system-here.js';

/** The next scheme of the ladder: its dialog, which ends this run once it is submitted. Closed again, it has changed nothing. */
export const nextScheme = handle('next-scheme', async (desk, click, { run, since, scheme }) => {
  const state = await standing(desk, click, { run, since }, 'give-up');
  if (!state || (await isAnothers(desk, click, state))) return;
  const found = await schemeHere(desk, click, { system: state.request.plan.name, scheme });
  if (!found) return;
  const incident = state.incident ?? (await incidentHere(desk, click));
  const wish = { ...found, channel: click.channel, language: desk.languageIn(click.channel), run };
  const ends = { run, since };
  await deliverReply(
    desk,
    click,
    await requestDialog({ ...wish, ends, ...(incident ? { incident } : {}) }, desk.engine),
  );
});

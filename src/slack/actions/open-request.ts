import { dryRunReply } from '../../../commands/dry-run.js';
import { requestDialog } from '../../../commands/request-dialog.js';
import { parseRequestContext } from '../../view/request-modal.js';
import { deliverReply } from '../deliver-reply.js';
import { incidentHere } from '../incident-link.js';
import { updateModal } from '../open-modal.js';
import { handle } from './handler.js';
import { schemeHere } from './system-here.js';

/** Opens the dialog before anything slow: the trigger lives 3 s. */
export const openRequest = handle('open-request', async (desk, click, { backup, run, ...value }) => {
  const found = await schemeHere(desk, click, value);
  if (!found) return;
  const incident = await incidentHere(desk, click);
  const more = {
    ...(backup === undefined ? {} : { backup }),
    ...(run === undefined ? {} : { run }),
    ...(incident ? { incident } : {}),
  };
  const wish = { ...found, channel: click.channel, language: desk.languageIn(click.channel), ...more };
  await deliverReply(desk, click, await requestDialog(wish, desk.engine));
});

/** Looks the backups up again for a dialog that is open; what was typed stays. */
export const reloadBackups = handle('reload-backups', async (desk, click) => {
  const asked = parseRequestContext(click.dialog?.metadata ?? '');
  const found = asked && (await schemeHere(desk, click, asked));
  if (!asked || !found || !click.dialog) return;
  const { system: _system, scheme: _scheme, ...more } = asked;
  const { modal, later } = await requestDialog(
    { ...more, ...found, language: desk.languageIn(asked.channel) },
    desk.engine,
  );
  const dialog = { view_id: click.dialog.id };
  await updateModal(desk, dialog, modal);
  const changed = await later?.();
  if (changed) await updateModal(desk, dialog, changed);
});

/** A dry run from a button. */
export const tryScheme = handle('dry-run', async (desk, click, { backup, ...value }) => {
  const found = await schemeHere(desk, click, value);
  if (!found) return;
  const wanted = backup === undefined ? found : { ...found, backup };
  await deliverReply(
    desk,
    click,
    dryRunReply(wanted, { by: click.by, language: desk.languageIn(click.channel), door: click.door }, desk.engine),
  );
});

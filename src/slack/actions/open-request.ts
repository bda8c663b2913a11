import { systemsIn } from '../../../commands/system.js';
import { note } from '../../view/note.js';
import { requestModal, requestOpener } from '../../view/request-modal.js';
import { deliverReply } from '../deliver-reply.js';
import { tellPrivately } from '../tell.js';
import { handle } from './handler.js';

/** Opens the dialog before anything slow: the trigger lives 3 s. */
export const openRequest = handle('open-request', async (desk, click, value) => {
  const system = systemsIn(click.channel, desk.engine).find(({ plan }) => plan.name === value.system);
  const scheme = system?.plan.schemes.find(({ key }) => key === value.scheme);
  if (!system || !scheme) return tellPrivately(desk, click, note('unknownButton', desk.language));
  const { channel } = click;
  const incident = await desk.engine.incidentOf(channel);
  const asked = { system, scheme, channel, language: desk.language, ...(incident ? { incident } : {}) };
  await deliverReply(desk, click, { kind: 'modal', modal: requestModal(asked), opener: requestOpener(asked) });
});

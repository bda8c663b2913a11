import type { App } from '@slack/bolt';
import { acknowledge } from './acknowledge.js';
import { deliverReply } from './deliver-reply.js';
import type { Desk } from './desk.js';
import { readText } from './read-text.js';

export const SLASH_COMMAND = '/rollback';

/** `/rollback …` in a channel. Slack offers no slash commands in threads. */
export function registerSlash(app: App, desk: Desk): void {
  app.command(SLASH_COMMAND, async ({ ack, command, respond }) => {
    await acknowledge(desk, ack);
    if (!(await desk.once(`command:${command.trigger_id}`))) return;
    const asker = { by: command.user_id, channel: command.channel_id, trigger: command.trigger_id, respond };
    desk.heardFrom(asker.channel);
    const reply = await desk.ask({ text: readText(command.text), door: 'slash', by: asker.by, channel: asker.channel });
    await deliverReply(desk, asker, reply);
  });
}

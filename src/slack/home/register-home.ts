import type { App } from '@slack/bolt';
import type { Desk } from '../desk.js';

const HOME_EVENT = 'app_home_opened';

/** Somebody opened the Home tab, or went over to the messages beside it. */
export function registerHome(app: App, desk: Desk): void {
  app.event(HOME_EVENT, async ({ event, body }) => {
    if (event.tab !== 'home' || !(await desk.once(`event:${body.event_id}`))) return;
    desk.home.opened(event.user, event.channel);
  });
}

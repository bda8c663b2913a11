import type { App, ReceiverEvent } from '@slack/bolt';
import type { Milliseconds } from '../domain/time.js';
import type { Hearing } from './hearing.js';

/** What Slack delivers, by the way it came about. */
export type DeliveryKind = 'command' | 'event' | 'action' | 'view' | 'shortcut' | 'other';

/** Told of every delivery when it comes in, and how long it waited when it is acknowledged. */
export type DeliveryWatch = {
  heard(kind: DeliveryKind): void;
  acknowledged(kind: DeliveryKind, after: Milliseconds): void;
};

/** The same, watched between Slack and Bolt. */
export function timeAcks(hearing: Hearing, watch: DeliveryWatch): Hearing {
  const processWatched = (app: App) => (event: ReceiverEvent) => {
    const kind = kindOf(event.body);
    const heardAt = performance.now();
    watch.heard(kind);
    const ack: ReceiverEvent['ack'] = async (response) => {
      await event.ack(response);
      watch.acknowledged(kind, performance.now() - heardAt);
    };
    return app.processEvent({ ...event, ack });
  };
  return {
    ...hearing,
    // A receiver hands on to nothing but this one function of its app.
    init: (app: App) => hearing.init({ processEvent: processWatched(app) } as App),
  };
}

const KINDS: Readonly<Record<string, DeliveryKind>> = {
  event_callback: 'event',
  block_actions: 'action',
  view_submission: 'view',
  view_closed: 'view',
  message_action: 'shortcut',
  shortcut: 'shortcut',
};

function kindOf(body: ReceiverEvent['body']): DeliveryKind {
  if (typeof body.command === 'string') return 'command';
  return KINDS[String(body.type)] ?? 'other';
}

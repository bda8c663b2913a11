import { closedCard } from './card-closed.js';
import { progressCard } from './card-progress.js';
import { queuedCard } from './card-queued.js';
import { awaitingCard, preparingCard } from './card-request.js';
import { heldCard, stoppedCard, unknownCard } from './card-standstill.js';
import type { Scene } from './scene.js';
import type { Message } from './surface.js';

/** A run's headline message: one message, edited in place from the request to the outcome. */
export function card(scene: Scene): Message {
  switch (scene.state.phase) {
    case 'queued':
      return queuedCard(scene);
    case 'preparing':
      return preparingCard(scene);
    case 'awaiting-approval':
      return awaitingCard(scene);
    case 'running':
    case 'verifying':
    case 'restoring':
      return progressCard(scene);
    case 'needs-human':
      return unknownCard(scene);
    case 'stopped':
      return stoppedCard(scene);
    case 'held':
      return heldCard(scene);
    case 'closing':
    case 'closed':
      return closedCard(scene);
  }
}

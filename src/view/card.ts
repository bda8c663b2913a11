import { closedCard } from './card-closed.js';
import { needsHumanCard, progressCard } from './card-progress.js';
import { awaitingCard, preparingCard } from './card-request.js';
import type { Scene } from './scene.js';
import type { Message } from './surface.js';

/** A run's headline message: one message, edited in place from the request to the outcome. */
export function card(scene: Scene): Message {
  switch (scene.state.phase) {
    case 'preparing':
      return preparingCard(scene);
    case 'awaiting-approval':
      return awaitingCard(scene);
    case 'running':
    case 'verifying':
      return progressCard(scene);
    case 'needs-human':
      return needsHumanCard(scene);
    case 'closing':
    case 'closed':
      return closedCard(scene);
  }
}

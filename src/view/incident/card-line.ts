import type { Line } from '../../view/rich-text.js';
import { fact, type Scene } from '../../view/scene.js';

/** Where the run's own message is: its address when it is known, else its channel. */
export function cardLine(scene: Scene): Line {
  const { w, state, addressOf } = scene;
  const { card, openCard, inChannel } = w.incidentThread;
  const link = addressOf?.('card');
  const there: Line = link === undefined ? [] : [' · ', { link, label: openCard }];
  return fact(scene, card, inChannel, { channel: state.request.channel }, ...there);
}

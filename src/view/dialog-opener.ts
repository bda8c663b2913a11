import type { Button } from '@slack/types';
import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { actions } from './blocks.js';
import { type Scene, sceneOf } from './scene.js';
import { statusMessage } from './status.js';
import type { Message } from './surface.js';

/** How a run stands, with the button of its dialog: a dialog that did not open needs a fresh press. */
export function dialogOpener(
  state: RunState,
  buttonOf: (scene: Scene) => readonly Button[],
  { language, now }: { readonly language: Language; readonly now: Instant },
): Message {
  const [active, recent] = state.phase === 'closed' ? [[], [state]] : [[state], []];
  const status = statusMessage({ active, recent, language, now });
  const scene = sceneOf(state, { now, delivered: new Set() }, language);
  const buttons = buttonOf(scene);
  return buttons.length === 0 ? status : { ...status, blocks: [...status.blocks, actions(...buttons)] };
}

import type { Button, KnownBlock } from '@slack/types';
import type { Instant } from '../../domain/time.js';
import { openBoxes } from '../../run/checklist.js';
import type { Duty } from '../../run/duties.js';
import { openQuestions } from '../../run/questions.js';
import { actions, linkButton, paragraph } from '../../view/blocks.js';
import { standNow } from '../../view/calls.js';
import { completionButtons } from '../../view/card-closed.js';
import { checklistButton } from '../../view/checklist.js';
import { answersButton } from '../../view/manual-checks.js';
import type { Inline, Line } from '../../view/rich-text.js';
import { date, type Scene, subject } from '../../view/scene.js';
import { words } from '../../view/words/words.js';
import { type HomeSeen, sceneIn } from './home-seen.js';

const SHOWN = 6;

/** Everything that waits for the reader, each with the button that does it. */
export function waitingBlocks(seen: HomeSeen): readonly KnownBlock[] {
  const { home } = words(seen.language);
  const waiting = seen.duties.filter((duty) => isOpen(sceneIn(seen, duty.run), duty));
  if (waiting.length === 0) return [paragraph([home.nothingWaits])];
  const rest = waiting.length - SHOWN;
  const shown = waiting.slice(0, SHOWN).flatMap((duty) => dutyBlocks(seen, duty));
  return rest > 0 ? [...shown, paragraph([home.more(rest)])] : shown;
}

/** A plan may ask people nothing for its record, and a check may have been answered a moment ago. */
function isOpen(scene: Scene, { kind, run }: Duty): boolean {
  if (kind === 'complete') return completionButtons(scene).length > 0;
  return kind !== 'answer' || openQuestions(run).length > 0;
}

function dutyBlocks(seen: HomeSeen, duty: Duty): readonly KnownBlock[] {
  const scene = sceneIn(seen, duty.run);
  const { id, request } = duty.run;
  const buttons = buttonsOf(seen, scene, duty);
  const where: Line = [{ code: id }, ' · ', { channel: request.channel }];
  const told = paragraph([{ bold: subject(scene) }], [...whatFor(scene, duty), scene.w.stop.trimEnd()], where);
  return buttons.length === 0 ? [told] : [told, actions(...buttons)];
}

function whatFor(scene: Scene, { kind, run }: Duty): Line {
  const { home } = scene.w;
  switch (kind) {
    case 'decide': {
      const open = openBoxes(run).length;
      return [home.decide, when(scene, run.expiresAt), open > 0 ? home.boxesFirst(open) : ''];
    }
    case 'tick':
      return [home.tick(openBoxes(run).length)];
    case 'answer': {
      const open = openQuestions(run);
      const asked = open[0]?.kind === 'step' ? home.doStep : home.answer(open.length);
      return [asked, when(scene, Math.min(...open.map(({ due }) => due)))];
    }
    case 'settle':
      return [home.settle(standNow(scene)?.heading ?? scene.w.restoring.heading)];
    case 'complete':
      return [home.complete];
  }
}

function buttonsOf(seen: HomeSeen, scene: Scene, { kind, run }: Duty): readonly Button[] {
  if (kind === 'tick') return checklistButton(scene);
  if (kind === 'answer') return answersButton(scene);
  if (kind === 'complete') return completionButtons(scene);
  const address = seen.cards.get(run.id);
  return address === undefined ? [] : [linkButton(scene.w.home.open, address, scene.w.home.openSpoken(run.id))];
}

/** On the reader's clock. */
export function when(scene: Scene, at: Instant | undefined): Inline {
  return at === undefined ? scene.w.run.unknown : { at, lead: '', fallback: date(scene, at) };
}

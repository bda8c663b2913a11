import type { KnownBlock } from '@slack/types';
import type { Failure } from '../../domain/failure.js';
import type { Language } from '../../domain/text.js';
import type { Instant } from '../../domain/time.js';
import { actions, button, divider, header, paragraph } from '../../view/blocks.js';
import { MAX_VIEW_BLOCKS, withinLimits } from '../../view/message.js';
import { problem } from '../../view/problem.js';
import { dateTime } from '../../view/time.js';
import { type Words, words } from '../../view/words/words.js';
import { backupsBlocks } from './home-backups.js';
import { activeBlocks, endedBlocks } from './home-runs.js';
import type { HomeSeen } from './home-seen.js';
import { waitingBlocks } from './home-waiting.js';

/** What one person sees in App Home. */
export type Home = { readonly blocks: readonly KnownBlock[] };

/** What waits for the reader, what goes on, what ended, and how fresh the backups are; room is left for `drawnAt`. */
export function home(seen: HomeSeen): Home {
  const w = words(seen.language);
  const blocks = [
    header(w.home.waits),
    ...waitingBlocks(seen),
    divider(),
    header(w.home.running),
    ...activeBlocks(seen),
    divider(),
    header(w.home.backups),
    ...backupsBlocks(seen),
    divider(),
    header(w.home.ended),
    ...endedBlocks(seen),
    actions(button('refresh-home', {}, w.home.refresh), helpButton(w)),
  ];
  return { blocks: withinLimits(blocks, MAX_VIEW_BLOCKS - 1) };
}

/** When Home was drawn. It stands above all the rest and is no change by itself. */
export function drawnAt(now: Instant, language: Language): KnownBlock {
  const at = { at: now, lead: '', fallback: dateTime(now, 'UTC') };
  return paragraph([words(language).home.drawn, at]);
}

/** Home for somebody who may neither ask nor decide, or of whom Slack does not say who they are. */
export function refusedHome(failure: Failure, language: Language): Home {
  const w = words(language);
  const again = failure.code === 'person.unverified' ? [button('refresh-home', {}, w.home.refresh)] : [];
  return { blocks: [...problem(failure, language).blocks, actions(...again, helpButton(w))] };
}

function helpButton(w: Words) {
  return button('home-help', {}, w.home.help);
}

import type { KnownBlock } from '@slack/types';
import type { RunState } from '../../run/state.js';
import { actions, linkButton, paragraph } from '../../view/blocks.js';
import { standNow } from '../../view/calls.js';
import { doing } from '../../view/card-progress.js';
import { queuedText } from '../../view/card-queued.js';
import { outcomeText } from '../../view/outcome.js';
import { type Line, plain } from '../../view/rich-text.js';
import { deciders, type Scene, subject } from '../../view/scene.js';
import { words } from '../../view/words/words.js';
import { type HomeSeen, sceneIn } from './home-seen.js';
import { when } from './home-waiting.js';

const ACTIVE_SHOWN = 6;

/** Every run that is not closed: where it stands and since when. */
export function activeBlocks(seen: HomeSeen): readonly KnownBlock[] {
  const { home } = words(seen.language);
  if (seen.active.length === 0) return [paragraph([home.nothingRuns])];
  const rest = seen.active.length - ACTIVE_SHOWN;
  const shown = seen.active.slice(0, ACTIVE_SHOWN).flatMap((run) => activeRun(seen, run));
  return rest > 0 ? [...shown, paragraph([home.more(rest)])] : shown;
}

function activeRun(seen: HomeSeen, run: RunState): readonly KnownBlock[] {
  const scene = sceneIn(seen, run);
  const { w } = scene;
  const approved = run.decision?.verdict === 'approved' ? run.decision : undefined;
  const since: Line = approved
    ? [w.home.since, when(scene, approved.at)]
    : [w.home.asked, when(scene, run.requestedAt)];
  const about: Line = [{ code: run.id }, ' · ', { user: run.requestedBy }, ' · ', { channel: run.request.channel }];
  const told = paragraph([{ bold: subject(scene) }], [standing(scene)], [...since, ' · ', ...about]);
  const address = seen.cards.get(run.id);
  return address === undefined ? [told] : [told, actions(linkButton(w.home.open, address, w.home.openSpoken(run.id)))];
}

/** `正在执行第 1/2 步：…`; no clock, because Home is not redrawn for it. */
function standing(scene: Scene): string {
  const { state, w } = scene;
  switch (state.phase) {
    case 'queued':
      return queuedText(scene);
    case 'preparing':
      return w.status.preparing;
    case 'awaiting-approval':
      return w.card.awaiting(plain(deciders({ ...scene, roles: {} })));
    case 'running':
    case 'verifying':
    case 'restoring':
      return state.abort ? stopping(scene) : doing(scene);
    case 'needs-human':
    case 'stopped':
    case 'held':
      return standNow(scene)?.heading ?? w.restoring.heading;
    case 'closing':
    case 'closed':
      return w.home.closing;
  }
}

function stopping({ w, state }: Scene): string {
  return state.restore ? w.restoring.stopping : w.home.stopping;
}

/** The last runs that ended: how, which scheme, who asked, when, and the way to read them. */
export function endedBlocks(seen: HomeSeen): readonly KnownBlock[] {
  const rows = seen.ended.map((run) => endedRun(seen, run));
  return [paragraph(...(rows.length === 0 ? [[words(seen.language).home.noneEnded]] : rows))];
}

function endedRun(seen: HomeSeen, run: RunState): Line {
  const scene = sceneIn(seen, run);
  const address = seen.cards.get(run.id);
  const way: Line = address === undefined ? [{ code: run.id }] : [{ link: address, label: scene.w.home.read }];
  const about: Line = [{ user: run.requestedBy }, ' · ', when(scene, run.closedAt), ' · ', ...way];
  return [`• ${outcomeText(scene)} · ${subject(scene)} · `, ...about];
}

import type { Language } from '../src/domain/text.js';
import type { RunState } from '../src/run/state.js';
import type { Surface } from '../src/view/surface.js';
import { surfacesOf } from '../src/view/surfaces.js';
import { type SystemName, systemOf } from './bound-systems.js';
import type { Entry, Shown, Where } from './entry.js';
import { T0 } from './events.js';

/** A run as far as it got, for a team that speaks this language. */
export type Tale = (language: Language) => RunState;

type Told = {
  readonly name: string;
  readonly when: string;
  /** Key of the surface, or what it begins with. */
  readonly key?: string;
  /** Keys of what Slack already shows; the card and the request file unless said otherwise. */
  readonly delivered?: readonly string[];
  /** Milliseconds since the request. */
  readonly after?: number;
  /** Shows the blocks for workspaces that refuse `plan` and tables. */
  readonly old?: true;
};

const CARD = 'https://backout.slack.com/archives/C0INCIDENT/p1763579520000200';
const THREAD = 'https://backout.slack.com/archives/C0INCIDENT/p1763579000000100';

/** One surface of a run as an entry; its card unless another one is named. */
export function ofRun(tale: Tale, told: Told): Entry {
  const { name, when, old } = told;
  const { place } = find(tale('en'), told);
  const show = (language: Language): Shown => {
    const found = find(tale(language), told);
    if (found.kind === 'file') return found;
    const { message } = found;
    return { kind: 'message', message: old ? { ...message, blocks: message.fallback ?? message.blocks } : message };
  };
  return { name, when, where: whereOf(find(tale('en'), told), place), show };
}

function find(state: RunState, { key = 'card', delivered = ['card', 'request-file'], after = 40_000 }: Told): Surface {
  const { roles } = systemOf(state.request.plan.name as SystemName, state.request.language);
  const surfaces = surfacesOf(state, {
    now: T0 + after,
    delivered: new Set(delivered),
    roles,
    addressOf: () => CARD,
    threadAddress: () => THREAD,
  });
  const found = surfaces.find((surface) => surface.key.startsWith(key));
  if (!found) throw new Error(`no ${key} among ${surfaces.map((surface) => surface.key).join(', ')}`);
  return found;
}

function whereOf({ kind }: Surface, { below, thread, broadcast }: Surface['place']): Where {
  if (kind === 'file') return 'file';
  if (thread !== undefined) return 'incident';
  if (below === undefined) return 'channel';
  return broadcast ? 'thread-and-channel' : 'thread';
}

import type { UserId } from '../../domain/person.js';
import type { Language } from '../../domain/text.js';
import type { RunState } from '../../run/state.js';
import { type Home, home, refusedHome } from '../../view/home/home.js';
import type { Desk } from '../desk.js';
import { permalinkOf } from '../permalink.js';
import type { EndedRuns } from './ended-runs.js';
import type { HomeBackups } from './home-backups.js';
import { isOf, systemsOf } from './systems-of.js';

export type HomeDeps = Pick<Desk, 'engine' | 'people' | 'places' | 'store' | 'client' | 'clock' | 'log'> & {
  /** Home belongs to no channel. */
  readonly language: Language;
};

/** Draws Home for one person, with their rights looked up now: what waits for them, and what goes on in their channels. */
export type DrawHome = (by: UserId) => Promise<Home>;

/** Addresses of cards are remembered, because they never change. */
export function createDrawHome(deps: HomeDeps, backups: Pick<HomeBackups, 'known'>, closed: EndedRuns): DrawHome {
  const { engine, clock, language } = deps;
  const addresses = new Map<string, string>();
  return async (by) => {
    const duties = await engine.duties(by);
    if (!duties.ok) return refusedHome(duties.failure, language);
    const systems = await systemsOf(by, deps);
    const active = engine.active().filter((run) => isOf(systems, run));
    const ended = await closed.of(systems);
    const runs = [...duties.value.map(({ run }) => run), ...active, ...ended];
    return home({
      ...{ language, now: clock.now(), duties: duties.value, active, ended },
      hasSystems: engine.systems().length > 0,
      systems: systems.map((system) => {
        const known = backups.known(system);
        return known ? { system, backups: known } : { system };
      }),
      problems: engine.planProblems(),
      cards: await cardsOf(runs, deps, addresses),
    });
  };
}

async function cardsOf(
  runs: readonly RunState[],
  deps: HomeDeps,
  addresses: Map<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(runs.map(({ id }) => id))];
  const found = await Promise.all(ids.map(async (id) => [id, await addressOfCard(id, deps, addresses)] as const));
  return new Map(found.flatMap(([id, address]) => (address === undefined ? [] : [[id, address] as const])));
}

async function addressOfCard(run: string, deps: HomeDeps, addresses: Map<string, string>): Promise<string | undefined> {
  const card = await deps.store.find(run, 'card');
  if (!card) return undefined;
  const key = `${card.channel}:${card.ts}`;
  const address = addresses.get(key) ?? (await permalinkOf(deps, card));
  if (address !== undefined) addresses.set(key, address);
  return address;
}

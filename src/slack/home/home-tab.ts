import type { WebClient } from '@slack/web-api';
import type { UserId } from '../../domain/person.js';
import type { Milliseconds } from '../../domain/time.js';
import { drawnAt } from '../../view/home/home.js';
import { strangeness } from '../admit.js';
import { backOff } from '../back-off.js';
import { describeTrouble, troubleOf } from '../trouble.js';
import { createEndedRuns } from './ended-runs.js';
import { createHomeBackups, type HomeBackups } from './home-backups.js';
import { createHomePace, type HomePace } from './home-pace.js';
import { createDrawHome, type DrawHome, type HomeDeps } from './home-view.js';
import { systemsOf } from './systems-of.js';
import { type Publish, type Viewer, Viewers } from './viewers.js';

/** App Home: drawn when somebody opens it, and anew while they may still be looking. */
export type HomeTab = {
  /** Somebody looks at it; `channel` is their own conversation with the bot. */
  opened(by: UserId, channel: string): void;
  /** Asks the hosts again. */
  refresh(by: UserId, channel: string): void;
  /** Follows the runs until it is stopped. */
  start(): void;
  /** Resolves when nothing is on its way to Slack any more. */
  stop(): Promise<void>;
};

/** `publisher` is Home's own client: neither dialogs nor cards wait for Home. */
export type HomeTabDeps = HomeDeps & { readonly publisher: WebClient };

const FIRST_WAIT: Milliseconds = 2_000;
const LONGEST_WAIT: Milliseconds = 60_000;

export function createHomeTab(deps: HomeTabDeps): HomeTab {
  const { engine, clock, log } = deps;
  const pace = createHomePace();
  const backups = createHomeBackups(deps, (error) => {
    if (error) log.error({ err: error }, 'the backups for Home could not be looked up');
    viewers.all();
  });
  const ended = createEndedRuns(engine);
  const viewers = new Viewers({
    clock,
    pace,
    log,
    publish: publishWith(deps, pace, createDrawHome(deps, backups, ended)),
  });
  const lookFor = askHosts(deps, backups);
  let unsubscribe = () => {};
  return {
    opened(by, channel) {
      viewers.one(by, channel);
      void lookFor(by);
    },
    refresh(by, channel) {
      void lookFor(by, { anew: true }).then(() => viewers.one(by, channel));
    },
    start() {
      unsubscribe = engine.subscribe((run) => {
        ended.changed(run);
        viewers.all();
      });
    },
    async stop() {
      unsubscribe();
      await viewers.stop();
    },
  };
}

/** Asks the hosts of the systems that this person may read of; whoever may not read asks none. Never rejects. */
function askHosts(
  deps: HomeTabDeps,
  backups: HomeBackups,
): (by: UserId, how?: { readonly anew: boolean }) => Promise<void> {
  return async (by, { anew } = { anew: false }) => {
    try {
      if (await strangeness(by, deps.people)) return;
      const systems = await systemsOf(by, deps);
      if (anew) backups.forget(systems);
      backups.look(systems);
    } catch (error) {
      deps.log.error({ err: error, by }, 'the backups for Home could not be looked up');
    }
  };
}

function publishWith({ clock, log, publisher, language }: HomeTabDeps, pace: HomePace, draw: DrawHome): Publish {
  async function show(viewer: Viewer): Promise<void> {
    const { by, channel } = viewer;
    const { blocks } = await draw(by);
    const shown = JSON.stringify(blocks);
    if (shown === viewer.shown) return pace.giveBack(viewer.drawnAt);
    const view = { type: 'home' as const, blocks: [drawnAt(viewer.drawnAt, language), ...blocks] };
    await publisher.views.publish({ user_id: by, view: { ...view, private_metadata: JSON.stringify({ channel }) } });
    viewer.shown = shown;
  }

  return async (viewer) => {
    try {
      await show(viewer);
      viewer.failures = 0;
      return 0;
    } catch (error) {
      const trouble = troubleOf(error);
      log.warn({ by: viewer.by, detail: describeTrouble(trouble) }, 'Slack did not take Home');
      if (trouble.kind === 'refused') return 0;
      viewer.failures += 1;
      if (trouble.kind !== 'limited') return backOff(viewer.failures, FIRST_WAIT, LONGEST_WAIT);
      pace.hold(clock.now() + trouble.wait);
      return trouble.wait;
    }
  };
}

import type { WebClient } from '@slack/web-api';
import { afterEach, expect, it, vi } from 'vitest';
import { ok } from '../../src/domain/result.js';
import { createHomePace } from '../../src/slack/home/home-pace.js';
import { createHomeTab, type HomeTab } from '../../src/slack/home/home-tab.js';
import { Viewers } from '../../src/slack/home/viewers.js';
import { runs } from '../helpers/state.js';
import { fakeEngine } from './fake-engine.js';
import { memoryMessages } from './memory.js';
import { clock, INCIDENT, listeningLog } from './stage.js';

const end: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of end.splice(0)) await stop();
});

/** Home with everybody in the incident channel; what it publishes is counted. */
function homeTab() {
  const published: string[] = [];
  const read: number[] = [];
  const publish = async ({ user_id: by }: { readonly user_id: string }) => void published.push(by);
  const recent = async (limit: number) => {
    read.push(limit);
    return [runs.succeeded()];
  };
  const told = fakeEngine({ recent });
  const tab: HomeTab = createHomeTab({
    ...{ engine: told.engine, store: memoryMessages(), clock, log: listeningLog().log, language: 'zh-CN' },
    people: { lookUp: async (id) => ok({ id, name: id, kind: 'member' }), membersOf: async () => ok([]) },
    places: { of: async () => [INCIDENT], isJoined: async () => true },
    client: {} as WebClient,
    publisher: { views: { publish } } as unknown as WebClient,
  });
  tab.start();
  end.push(() => tab.stop());
  return { ...told, tab, published, read };
}

const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 3_000);
const crowd = (count: number) => Array.from({ length: count }, (_, index) => `U${index}`);

it('publishes no more than its share of Slack’s rate, however many open it at once', async () => {
  const { tab, published, read } = homeTab();
  for (const by of crowd(300)) tab.opened(by, `D${by}`);
  await until(() => published.length >= 50);
  await tab.stop();
  expect(published).toHaveLength(50);
  // What ended is read once for all of them.
  expect(read).toHaveLength(1);
});

it('reads what ended again after a run has ended', async () => {
  const { tab, published, read, show } = homeTab();
  tab.opened('U0LI4', 'D0LI4');
  await until(() => published.length === 1);
  show(runs.succeeded());
  tab.opened('U0ZHAO6', 'D0ZHAO6');
  await until(() => published.length === 2);
  expect(read).toHaveLength(2);
});

it('lets the next one go first when somebody’s Home had not changed', async () => {
  const drawn = new Set<string>();
  const pace = createHomePace();
  const publish = async ({ by, drawnAt }: { readonly by: string; readonly drawnAt: number }) => {
    drawn.add(by);
    pace.giveBack(drawnAt);
    return 0;
  };
  const viewers = new Viewers({ clock, pace, publish, log: listeningLog().log });
  end.push(() => viewers.stop());
  for (const by of crowd(120)) viewers.one(by, `D${by}`);
  await until(() => drawn.size === 120);
});

it('draws for one person more than it follows, and says whom it follows no longer', async () => {
  const { log, lines } = listeningLog();
  const drawn = new Set<string>();
  const pace = { ...createHomePace(), freeAt: (now: number) => now };
  const publish = async ({ by }: { readonly by: string }) => {
    drawn.add(by);
    return 0;
  };
  const viewers = new Viewers({ clock, pace, publish, log });
  end.push(() => viewers.stop());
  for (const by of crowd(500)) viewers.one(by, `D${by}`);
  await until(() => drawn.size === 500);
  viewers.one('U0LI4', 'D0LI4');
  await until(() => drawn.has('U0LI4'));
  expect(lines).toMatchObject([{ by: 'U0', level: 40 }]);
});

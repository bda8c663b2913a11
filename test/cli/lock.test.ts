import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { main } from '../../src/cli/main.js';
import { failed, ok } from '../../src/domain/result.js';
import type { Target } from '../../src/domain/target.js';
import type { HostLock } from '../../src/engine/ports.js';
import type { Store } from '../../src/store/open-journal.js';
import { must, type Stand, standUp, write } from '../control/stand.js';
import { approved, closed, lost, prechecked, requested, STEPS, started, T0 } from '../helpers/story.js';

const SYSTEM = 'wechat-backend';
const [OPEN, OVER] = ['20261120-open1', '20261119-over2'];
const target = (name: string): Target => ({ name, host: `10.0.0.${name.length}`, port: 22, user: 'deploy' });
const TARGETS = [target('app'), target('db-1')];

let stand: Stand;
let store: Store;
let standing: Map<string, HostLock[]>;
let unreachable: Set<string>;
let forbidden: string[];
/** What the hosts say, as the runner tells it. */
const hosts = {
  targetsOf: (system: string) => (system === SYSTEM ? TARGETS : undefined),
  remote: {
    locks: async ({ name }: Target) =>
      unreachable.has(name) ? failed({ code: 'ssh.unreachable', at: name }) : ok(standing.get(name) ?? []),
    forbid: async ({ name }: Target, tokens: readonly string[]) => {
      if (unreachable.has(name)) return failed({ code: 'ssh.unreachable', at: name });
      forbidden.push(...tokens);
      return ok(undefined);
    },
    unlock: async ({ name }: Target, { system, run }: Pick<HostLock, 'system' | 'run'>) => {
      const rest = (standing.get(name) ?? []).filter((lock) => lock.system !== system || lock.run !== run);
      standing.set(name, rest);
      return ok(undefined);
    },
  },
};
const left = (run: string, system = SYSTEM): HostLock => ({ system, run, by: '赵六', reason: '卡死', since: T0 });
const lock = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const inventory = ['--config', join(stand.folder, 'backout.yaml')];
  const code = await main(['lock', ...args, ...inventory], (line) => lines.push(line));
  return { code, out: lines.join('\n') };
};
const breaking = (run: string, ...more: readonly string[]) =>
  lock('--break', SYSTEM, '--run', run, '--reason', 'bot burnt down', ...more);

beforeEach(async () => {
  standing = new Map();
  unreachable = new Set();
  forbidden = [];
  stand = await standUp();
  store = await stand.open();
  await write(store, OVER, requested({ runId: OVER, targets: {} }), ...prechecked('fail'), closed('refused'));
  const places = { app: { local: true } };
  const systems = { [SYSTEM]: { channels: ['C0INCIDENT'], roles: {}, targets: places } };
  const inventory = { environment: 'test', language: 'en', journal: './backout.db', plans: './plans', systems };
  await writeFile(join(stand.folder, 'backout.yaml'), stringify(inventory));
});
afterEach(() => stand.end());

describe('npx backout lock --check', () => {
  beforeEach(async () => void must(await stand.listen(store, hosts)));

  it('says free when no run is open and no host has a lock, also beside locks of other systems', async () => {
    standing.set('app', [left('x', 'meiyueart')]);
    expect(await lock('--check', SYSTEM)).toEqual({ code: 0, out: `✓ ${SYSTEM} is free` });
  });

  it('says locked from the request on, with who, why and since', async () => {
    await write(store, OPEN, requested({ runId: OPEN }));
    expect(await lock('--check', SYSTEM)).toEqual({
      code: 1,
      out: `✗ ${SYSTEM} is locked by run ${OPEN} · asked for by U0ZHAO6 · since 2026-11-19 19:12:00 UTC+00:00 · 诊断任务卡死`,
    });
  });

  it('says locked when a host has a lock of a run that nobody here knows', async () => {
    standing.set('db-1', [left('20261120-alien')]);
    expect(await lock('--check', SYSTEM)).toMatchObject({
      code: 1,
      out: expect.stringContaining('run 20261120-alien on db-1 · asked for by 赵六'),
    });
  });

  it('denies when a host cannot be asked, for a system it does not know, and when used wrongly', async () => {
    unreachable.add('app');
    const { code, out } = await lock('--check', SYSTEM);
    expect([code, out]).toEqual([2, expect.stringContaining(`cannot be told: do not deploy`)]);
    expect(await lock('--check', 'shop')).toMatchObject({ code: 2, out: expect.stringContaining('no system shop') });
    expect(await lock()).toMatchObject({ code: 2 });
    expect(await lock('--check', SYSTEM, '--break', SYSTEM)).toMatchObject({ code: 2 });
    standing.set('db-1', [left(OPEN)]);
    expect(await lock('--check', SYSTEM)).toMatchObject({ code: 1 });
  });
});

describe('npx backout lock --break', () => {
  it('takes off what an ended run left, on every host, and writes down who, why and where', async () => {
    must(await stand.listen(store, hosts));
    for (const { name } of TARGETS) standing.set(name, [left(OVER), left('other', 'meiyueart')]);
    const { code, out } = await breaking(OVER);
    expect([code, out]).toEqual([0, expect.stringContaining('The lock on db-1 is off')]);
    expect([...standing.values()].flat().map(({ run }) => run)).toEqual(['other', 'other']);
    const [note] = await store.archive.notes(1);
    expect(note).toMatchObject({ type: 'lock.broken', run: OVER, targets: ['app', 'db-1'], forced: false });
    expect(note).toMatchObject({ by: expect.stringMatching(/\w/), reason: 'bot burnt down' });
    expect(await store.archive.audit()).toMatchObject({ notes: 1, findings: [] });
    expect(await breaking(OVER)).toMatchObject({ code: 0, out: expect.stringContaining('No host has a lock') });
    expect(await store.archive.notes(9)).toHaveLength(1);
  });

  it('has the host forbidden first whatever the run left to be done there', async () => {
    must(await stand.listen(store, hosts));
    const run = '20261119-over3';
    const request = { runId: run, targets: { app: target('app') } };
    const handedOver = { type: 'run.handed-over', by: 'U0LI4' } as const;
    const asked = [requested(request), ...prechecked(), approved()];
    await write(store, run, ...asked, started(STEPS[0]), lost(STEPS[0]), handedOver, closed('handed-over'));
    standing.set('app', [left(run)]);
    expect(await breaking(run)).toMatchObject({ code: 0 });
    expect([forbidden, standing.get('app')]).toEqual([[expect.stringContaining(STEPS[0])], []]);
  });

  it('refuses while the bot carries the run out, force or not', async () => {
    must(await stand.listen(store, hosts));
    await write(store, OPEN, requested({ runId: OPEN }), ...prechecked(), approved());
    standing.set('app', [left(OPEN)]);
    for (const more of [[], ['--force']]) {
      expect(await breaking(OPEN, ...more)).toMatchObject({ code: 1, out: expect.stringContaining('end it in Slack') });
    }
    expect([standing.get('app'), await store.archive.notes(1)]).toEqual([[left(OPEN)], []]);
  });

  it('wants force for a run that the journal does not know, and never takes another run’s lock', async () => {
    must(await stand.listen(store, hosts));
    standing.set('app', [left('20261120-alien')]);
    expect(await breaking('20261120-alien')).toMatchObject({ code: 1, out: expect.stringContaining('does not know') });
    expect(await breaking(OVER, '--force')).toMatchObject({ code: 0, out: expect.stringContaining('No host has') });
    expect(standing.get('app')).toHaveLength(1);
    expect(await breaking('20261120-alien', '--force')).toMatchObject({ code: 0 });
    expect(standing.get('app')).toEqual([]);
    expect(await store.archive.notes(1)).toMatchObject([{ forced: true }]);
  });

  it('says what it could not reach, and does the rest', async () => {
    must(await stand.listen(store, hosts));
    unreachable.add('app');
    standing.set('db-1', [left(OVER)]);
    expect(await breaking(OVER)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/db-1 is off[\s\S]*app cannot be reached/),
    });
    expect(standing.get('db-1')).toEqual([]);
  });

  it('without a bot wants force for an open run, and a reason always', async () => {
    await write(store, OPEN, requested({ runId: OPEN }), ...prechecked(), approved());
    await store.journal.close();
    expect(await breaking(OPEN)).toMatchObject({ code: 1, out: expect.stringContaining('start Backout') });
    expect(await lock('--break', SYSTEM, '--run', OPEN, '--reason', ' ')).toMatchObject({ code: 2 });
    expect(await lock('--break', SYSTEM, '--reason', 'x')).toMatchObject({ code: 2 });
    expect(await lock('--check', SYSTEM)).toMatchObject({ code: 1 });
  });
});

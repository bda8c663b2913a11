import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LabHost } from '../../sandbox/lab/lab-host.js';
import { run } from '../../sandbox/lab/run.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import type { Scheme } from '../../src/domain/scheme.js';
import { schemeWithout } from '../e2e/scheme-without.js';
import { ask, cardWith } from '../e2e/walk.js';
import { describeInLab } from './lab/needs.js';
import { BROKEN, deploy, deployHalfway, GOOD, type Release } from './points-app/ground.js';
import { names, raiseServers } from './points-app/three-servers.js';
import { failures, missedBy } from './points-app/told.js';

describeInLab('S4 on three servers, in trouble', () => {
  const servers = raiseServers();
  const { archived, everywhere, folders, rollBack, versions } = servers;
  const untouched = Array(3).fill(['/opt/points-app']);

  test('a server that cannot be reached is named before anybody is asked, and none is touched', async () => {
    await archived(60, GOOD);
    const away = servers.host('app-2');
    await away.unplug();
    const { people, close } = await servers.stage().raiseBot();
    const asked = { people, channel: 'C0INCIDENT', command: 'scheme-rollback', severity: 'P0 核心功能完全不可用' };
    const card = await Promise.race([ask(asked), cardWith(asked, '没有开始', 60_000)]).finally(away.plug);
    await close();
    expect(card).toMatch(/这些检查未通过：[^\n]*app-2 · /);
    expect(card).toContain(`连不上主机 user@${away.address}`);
    expect(card).not.toMatch(/这些检查未通过：[^\n]*app-[13] · /);
    expect(await folders()).toEqual(untouched);
    expect(await versions()).toEqual(['500', '500', '500']);
  }, 120_000);

  test('a server that vanishes midway does its part; the run waits for its word, and goes on when it is back', async () => {
    await archived(60, GOOD);
    const away = servers.host('app-2');
    const rolling = rollBack();
    const now = async () => {
      const [newest] = await servers.stage().live.engine.recent(1, 'points-app');
      return Object.fromEntries((newest?.steps ?? []).map(({ id, status }) => [id, status]));
    };
    await waitUntil(async () => (await now())['start-app-2'] === 'running', { what: 'app-2 to start the version' });
    await away.unplug();
    const sent = Object.keys(await now()).filter((id) => id.endsWith('app-2') || id.includes('-app-2-')).length;
    await waitUntil(() => endsOn(away) === sent, { what: 'app-2 to end its part by itself', timeoutMs: 30_000 });
    const isCutOff = async () => (await run('ss', ['-Htn', 'state', 'established', 'dst', away.address])) === '';
    await waitUntil(isCutOff, { what: 'the connection to be given up', timeoutMs: 60_000 });
    expect(await now()).toMatchObject({ 'start-app-2': 'running', 'stop-app-3': 'pending' });
    await away.plug();
    const ended = await rolling;
    expect(failures(ended)).toEqual([]);
    expect(ended.outcome).toBe('succeeded');
    // Nothing ran twice for it.
    expect(endsOn(away)).toBe(sent);
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
  }, 300_000);

  test('what was kept is removed only once all servers have stayed healthy; then no undo is left', async () => {
    await archived(60, GOOD);
    const first = await rollBack();
    const kept = Array(3).fill(['/opt/points-app', `/opt/points-app.kept-${first.id}`]);
    // Healthy at the first look, and not at the second.
    servers.host('app-2').write('/etc/points-app/falters', '');
    const tooEarly = await rollBack('cleanup');
    expect(tooEarly.outcome).toBe('refused');
    expect(missedBy(tooEarly.prechecks)).toEqual(['health-app-2']);
    expect(await folders()).toEqual(kept);
    await servers.host('app-2').sh('rm /etc/points-app/falters');
    const calm = await rollBack('cleanup');
    expect(failures(calm)).toEqual([]);
    expect(calm.outcome).toBe('succeeded');
    expect(await folders()).toEqual(untouched);
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    const undo = { runId: first.id, reason: '换回', by: 'U0ZHAO6', channel: 'C0INCIDENT' };
    expect(await servers.stage().live.engine.requestUndo(undo)).toMatchObject({ ok: false });
  }, 300_000);

  type Removal = { scheme: string; steps: string[]; live: Release; missed: string[]; outcome: string };
  const removals: Removal[] = [
    // The steps of the bad version's own health go with it: nothing may stop before the verification.
    {
      scheme: 'rollback',
      steps: ['switch', 'healthy'],
      live: BROKEN,
      missed: ['health', 'files'],
      outcome: 'restored',
    },
    // Bad in a way that its health does not tell.
    {
      scheme: 'rollback',
      steps: ['switch'],
      live: { ...BROKEN, isHealthy: true },
      missed: ['files'],
      outcome: 'restored',
    },
    {
      scheme: 'recover',
      steps: ['switch', 'healthy'],
      live: BROKEN,
      missed: ['health', 'recovered'],
      outcome: 'restored',
    },
    {
      ...{ scheme: 'recover', steps: ['stop', 'switch', 'start'], live: { ...BROKEN, isHealthy: true } },
      ...{ missed: ['recovered'], outcome: 'failed' },
    },
  ];

  test.each(removals)(
    'scheme $scheme without $steps fails its verification',
    async ({ scheme, steps, live, ...ends }) => {
      await everywhere((host) => deploy(host, scheme === 'recover' ? GOOD : live));
      if (scheme === 'recover') await deployHalfway(servers.host('app-3'), live);
      else await archived(60, GOOD);
      const ended = await rollBackWithout(scheme, steps);
      expect(ended.steps.map(({ status }) => status)).not.toContain('failed');
      const missed = missedBy(ended.checks);
      for (const check of ends.missed) expect(missed).toContain(`${check}-app-3`);
      expect(ended.outcome).toBe(ends.outcome);
      expect(await servers.host('app-3').sh('curl -s http://127.0.0.1:3000/')).toContain(live.version);
    },
    300_000,
  );

  async function rollBackWithout(scheme: string, steps: readonly string[]) {
    const { live } = servers.stage();
    const removed = steps.flatMap((step) => names.map((name) => `${step}-${name}`));
    const kept: Scheme[] = [];
    live.edit('points-app', scheme, (whole) => {
      kept.push(whole);
      return schemeWithout(whole, removed);
    });
    return rollBack(scheme).finally(() => live.edit('points-app', scheme, (now) => kept[0] ?? now));
  }
});

/** How many steps the host knows to have ended, as its disk says. */
function endsOn(host: LabHost): number {
  const steps = join(host.root, 'home/user/.backout/steps');
  if (!existsSync(steps)) return 0;
  return readdirSync(steps).filter((token) => existsSync(join(steps, token, 'result'))).length;
}

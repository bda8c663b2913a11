import { afterAll, beforeAll, expect, it } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { liveEngine } from './live-engine.js';
import { schemeWithout } from './scheme-without.js';

// A plan that lost the steps that restore something must not be called a success: the checks look at the system itself.
let stage: Stage;
let live: Awaited<ReturnType<typeof liveEngine>>;

beforeAll(async () => {
  stage = await raiseStage({ bot: 'none' });
  live = await liveEngine(stage);
}, 90_000);
afterAll(async () => {
  await live?.close();
  await stage?.close();
});

type Broken = { healthy: boolean };
type Case = {
  readonly system: 'wechat-backend' | 'meiyueart';
  readonly scheme: string;
  readonly severity: string;
  /** The steps that restore; what only looks at their result goes with them. */
  readonly removed: readonly string[];
  break(): Promise<void>;
};

const cases: readonly Case[] = [
  {
    ...{ system: 'wechat-backend', scheme: 'a', severity: 'P0', removed: ['disable-v2-flags', 'read-flags-back'] },
    break: () => stage.system.breakDiagnosis(),
  },
  {
    ...{ system: 'wechat-backend', scheme: 'b', severity: 'P0', removed: ['checkout'] },
    break: () => stage.system.takeApiDown(),
  },
  {
    ...{ system: 'wechat-backend', scheme: 'c', severity: 'P0', removed: ['restore', 'verify'] },
    break: () => stage.system.damageData(),
  },
  {
    ...{ system: 'meiyueart', scheme: '1', severity: 'NOW', removed: ['fetch-user-system', 'fetch-change-password'] },
    break: () => stage.meiyueart.system.breakRelease(),
  },
  {
    ...{
      system: 'meiyueart',
      scheme: '2',
      severity: 'NOW',
      removed: ['restore-user-system', 'restore-change-password'],
    },
    break: () => stage.meiyueart.system.breakPasswordChange(),
  },
  {
    ...{ system: 'meiyueart', scheme: '3', severity: 'NOW', removed: ['restore', 'wait'] },
    break: () => stage.meiyueart.system.hideReferrer(),
  },
];

const look = (system: Case['system']): Promise<Broken> =>
  system === 'meiyueart' ? stage.meiyueart.system.look() : stage.system.look();

it.each(cases)(
  '$system, scheme $scheme without $removed',
  async (each) => {
    const { system, scheme, severity, removed } = each;
    await each.break();
    await waitUntil(async () => !(await look(system)).healthy, { what: `${system} to be seen broken` });
    live.edit(system, scheme, (whole) => schemeWithout(whole, removed));
    const run = await live.carryOut(system, scheme, severity);
    expect(run.steps.map(({ status }) => status)).not.toContain('failed');
    expect(run.outcome).toBe('failed');
    expect((await look(system)).healthy).toBe(false);
  },
  120_000,
);

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { answer, ask, DIRECTOR } from '../e2e/walk.js';

export const CHANNEL = 'C0INCIDENT';

/** Where a gated rollback can be held: in a step, or while it is verified. */
const GATES = ['first', 'second', 'check'] as const;
export type Gate = (typeof GATES)[number];

// Every step writes down that it ran and then waits for its gate: the witness is the host, not the bot.
const step = (id: Gate, title: string) => `
      - id: ${id}
        title: ${title}
        target: app
        run: |
          echo ${id} >> "$HOME/witness"
          until [ -e "$HOME/gate-${id}" ]; do sleep 0.1; done
        effect: irreversible
        deadline: 120s`;

const PLAN = `
plan: wechat-backend
title: 阶段一回滚方案
version: v1.0
owner: 运维团队
timezone: Asia/Shanghai
roles: { ops-lead: 运维负责人, tech-director: 技术总监 }
targets: { app: { title: 后端服务器 } }
severities: { P0: { title: 立即回滚, deciders: [tech-director], respondWithin: 15m, action: roll-back } }
triggers: [{ severity: P0, title: 功能异常 }]
approval: { validFor: 15m }
schemes:
  a:
    title: 恢复旧版本
    when: [功能异常]
    version: v1.0.0
    budget: 15m
    steps:${step('first', '停止新功能')}${step('second', '启动旧功能')}
    checks:
      - id: gate
        title: 服务正常
        command: { target: app, run: 'test -e "$HOME/gate-check"' }
        retry: { times: 600, every: 200ms }
      - { id: users, title: 用户可以正常使用, manual: { role: ops-lead, within: 30m } }
`;

/** A stage whose rollback goes on only when a gate is opened, so that Slack can misbehave at exactly that moment. */
export type GatedStage = {
  readonly stage: Stage;
  readonly people: Stage['people'];
  /** Asks for the rollback; returns when it waits for its decision. */
  ask(): Promise<void>;
  approve(): Promise<void>;
  /** Returns when the host has begun this step. */
  untilBegun(step: 'first' | 'second'): Promise<void>;
  open(...gates: Gate[]): Promise<void>;
  /** Answers the check that a person is asked. */
  answer(): Promise<void>;
  /** The steps that ran on the host, each as often as it ran. */
  ran(): Promise<readonly string[]>;
  /** Closes the gates and forgets what ran, for the next rollback. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export async function raiseGated(): Promise<GatedStage> {
  const plans = await mkdtemp(join(tmpdir(), 'backout-plans-'));
  await writeFile(join(plans, 'wechat-backend.yaml'), PLAN);
  const stage = await raiseStage({ systems: ['wechat-backend'], plans }).catch(async (error) => {
    await rm(plans, { recursive: true });
    throw error;
  });
  const { people } = stage;
  const inHome = (name: string) => join(stage.box.home, name);
  const ran = async () => (await readFile(inHome('witness'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return {
    ...{ stage, people, ran },
    ask: () => ask({ people, channel: CHANNEL, command: 'scheme-a', severity: 'P0' }),
    async approve() {
      await people.click(DIRECTOR, '批准', { channel: CHANNEL, confirm: true });
    },
    async untilBegun(name) {
      await waitUntil(async () => (await ran()).includes(name), { what: `the step ${name} to begin` });
    },
    async open(...gates) {
      for (const gate of gates) await writeFile(inHome(`gate-${gate}`), '');
    },
    answer: () => answer({ people, channel: CHANNEL, answers: ['用户可以正常使用'] }),
    async reset() {
      for (const name of ['witness', ...GATES.map((gate) => `gate-${gate}`)]) await rm(inHome(name), { force: true });
    },
    async close() {
      await stage.close();
      await rm(plans, { recursive: true });
    },
  };
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, processesOf } from '../ssh/helpers/runner.js';
import type { Dice } from './dice.js';
import type { Scene } from './story.js';
import type { World } from './world.js';

/** What can befall a bot, its connections and its host. Each returns what it did, in a word for the report. */
const DEEDS = {
  'kill the bot': ({ bot }) => bot.kill('SIGKILL'),
  'stop the bot for a while': ({ bot }, dice) => held(bot.pid, dice.between(50, 900)),
  'drop the connections': ({ world }) => world.box.dropConnections(),
  'freeze the network': ({ world }, dice) => {
    world.box.freeze(true);
    later(dice.between(50, 2_500), () => world.box.freeze(false));
  },
  'refuse connections': async ({ world }, dice) => {
    await world.box.refuseConnections(true);
    later(dice.between(50, 1_000), () => void world.box.refuseConnections(false));
  },
  'kill a process of the host': ({ world }, dice) => {
    const pids = processesOf(world.box.root);
    if (pids.length > 0) kill(dice.one(pids));
  },
  'stop a process of the host for a while': ({ world }, dice) => {
    const pids = processesOf(world.box.root);
    if (pids.length > 0) held(dice.one(pids), dice.between(50, 900));
  },
  'restart the host': ({ world }) => reboot(world),
  "move the bot's clock": (scene, dice) => scene.skew(dice.between(-120_000, 120_000)),
} satisfies Record<string, (scene: Scene, dice: Dice) => unknown>;

export type Deed = keyof typeof DEEDS;

/** How often each happens, against the others. */
const WEIGHTS: Readonly<Record<Deed, number>> = {
  'kill the bot': 8,
  'stop the bot for a while': 2,
  'drop the connections': 4,
  'freeze the network': 2,
  'refuse connections': 1,
  'kill a process of the host': 2,
  'stop a process of the host for a while': 1,
  'restart the host': 1,
  "move the bot's clock": 1,
};
const LOTS = (Object.keys(WEIGHTS) as Deed[]).flatMap((deed) => Array<Deed>(WEIGHTS[deed]).fill(deed));

export type Mischief = {
  /** To be called at each look; does what is due. */
  look(scene: Scene): void;
  /** What was done, in order. */
  readonly done: readonly Deed[];
};

/** Some deeds at random moments, from the same dice always the same ones. */
export function createMischief(dice: Dice): Mischief {
  const plan = Array.from({ length: dice.between(1, 12) }, () => ({
    deed: dice.one(LOTS),
    after: -Math.log(1 - dice.throw()) * 350,
  }));
  const done: Deed[] = [];
  let due = performance.now() + (plan[0]?.after ?? 0);
  return {
    done,
    look(scene) {
      const next = plan[done.length];
      if (!next || performance.now() < due) return;
      done.push(next.deed);
      void DEEDS[next.deed](scene, dice);
      due = performance.now() + (plan[done.length]?.after ?? 0);
    },
  };
}

/** The host went down and came up again: nothing of it lives, and what it knows of its boot is old. */
export function reboot({ box }: World): void {
  for (const pid of processesOf(box.root)) kill(pid);
  box.dropConnections();
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  for (const file of claimsIn(join(box.home, '.backout'))) {
    const text = readFileSync(file, 'utf8');
    if (text.includes(boot)) writeFileSync(file, text.replaceAll(boot, '00000000-0000-0000-0000-000000000000'));
  }
}

function claimsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(claim|facts)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function held(pid: number, span: number): void {
  kill(pid, 'SIGSTOP');
  later(span, () => kill(pid, 'SIGCONT'));
}

function later(span: number, act: () => void): void {
  void sleep(span).then(act);
}

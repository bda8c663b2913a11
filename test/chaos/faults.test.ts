import { cpSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { kill, supervisorAt } from '../ssh/helpers/runner.js';
import { type BotHandle, startBot } from './bot-handle.js';
import { bundle } from './bundle.js';
import { begun } from './fates.js';
import { judge } from './judge.js';
import { reboot } from './mischief.js';
import { again } from './stories.js';
import { asking, type Story, usual } from './story.js';
import { kindsIn, tell } from './tell.js';
import { openWorld } from './world.js';

const program = await bundle('bot');
afterAll(() => rm(program));

const long = (name: string, more: Partial<Story>): Story => ({
  name,
  asks: [{ scheme: 'long' }],
  ends: [['succeeded']],
  ...more,
});
const timesOf = (witness: readonly string[], line: string) => witness.filter((each) => each.endsWith(line)).length;

describe('the host', () => {
  it.concurrent('goes down in the middle of a step and comes up again: unknown, and run again by two people', async () => {
    const told = await tell(
      program,
      long('reboot', {
        fate: (_runs, scene) => void (begun(scene, 'two') && scene.once('down') && reboot(scene.world)),
        press: again,
      }),
    );
    expect(kindsIn(told)).toContain('step.lost');
    expect(told.witness.filter((line) => line.includes('.two') && line.endsWith(' begin'))).toHaveLength(2);
  });

  it.concurrent('lets what watches a step sleep for a while: nothing is lost', async () => {
    const told = await tell(
      program,
      long('sleep', {
        fate(_runs, scene) {
          const token = begun(scene, 'two');
          if (token === undefined || !scene.once('asleep')) return;
          const pid = supervisorAt(join(scene.world.box.home, '.backout/steps', token));
          kill(pid, 'SIGSTOP');
          scene.world.make('gate');
          setTimeout(() => kill(pid, 'SIGCONT'), 1_500);
        },
      }),
    );
    expect(kindsIn(told)).not.toContain('step.lost');
  });
});

describe("the bot's clock", () => {
  it.concurrent.each([-86_400_000, -60_000, 60_000, 86_400_000])(
    'jumps by %d ms in the middle of a segment',
    async (span) => {
      await tell(
        program,
        long('clock', {
          fate(_runs, scene) {
            if (begun(scene, 'two') === undefined) return;
            if (scene.once('jump')) scene.skew(span);
            scene.world.make('gate');
          },
          ends: [['succeeded', 'expired', 'failed', 'handed-over', 'partial']],
        }),
      );
    },
  );
});

describe('the bot', () => {
  it.concurrent('dies twenty times during one step', async () => {
    let kills = 0;
    const told = await tell(
      program,
      long('crash loop', {
        fate([run], scene) {
          const { world, bot, once } = scene;
          if (begun(scene, 'two') === undefined) return;
          if (kills === 20) world.make('gate');
          else if (run?.phase === 'running' && once(`the death of ${bot.pid}`)) {
            kills += 1;
            bot.kill('SIGKILL');
          }
        },
      }),
    );
    expect(told.deaths).toHaveLength(20);
    expect(timesOf(told.witness, '.two begin')).toBe(1);
  });

  it.concurrent('leaves within ten seconds when it is told to, though its host is silent', async () => {
    let [asked, left] = [0, 0];
    await tell(
      program,
      long('term', {
        fate(runs, scene) {
          if (begun(scene, 'two') === undefined) return;
          if (scene.once('term')) {
            scene.world.box.freeze(true);
            asked = performance.now();
            scene.bot.kill('SIGTERM');
            void scene.bot.gone.then(() => {
              left = performance.now();
              scene.world.box.freeze(false);
            });
          } else if (runs.some(({ resumedAt }) => resumedAt.length > 0)) scene.world.make('gate');
        },
      }),
    );
    expect(left - asked).toBeLessThan(10_000);
  });

  it.concurrent('is refused within a second while another holds the journal', async () => {
    const world = await openWorld();
    const first = startBot(program, world);
    try {
      await first.settled;
      const second = startBot(program, world);
      await second.gone;
      expect(second.ended).toBe('journal.busy');
      expect(first.ended).toBeUndefined();
    } finally {
      first.kill('SIGKILL');
      await first.gone;
      await world.close();
    }
  });
});

describe('two bots of one journal', () => {
  it.concurrent('the one that was asleep finds its host fenced, and changes nothing', async () => {
    const world = await openWorld();
    const sleeper = startBot(program, world, { moment: { point: 'remote.ensure:before', nth: 1, signal: 'SIGSTOP' } });
    const copy = join(world.root, 'copy/backout.db');
    let heir: BotHandle | undefined;
    try {
      await sleeper.settled;
      await pressUntil(sleeper, () => world.trace().includes('remote.ensure:before'));
      // It sleeps with its send pending. Somebody starts another bot on a copy of what it had written.
      cpSync(dirname(world.journalFile), dirname(copy), { recursive: true });
      const moment = { point: 'journal.append:steps.sent:before', nth: 2, signal: 'SIGKILL' } as const;
      heir = startBot(program, world, { journalFile: copy, moment });
      // The heir ends what had been sent, and dies before it sends more.
      await heir.gone;
      const ran = world.witness();
      expect(ran.map((line) => line.split('.')[1])).toEqual(
        ['one', 'two', 'three'].flatMap((id) => [`${id} begin`, `${id} end`]),
      );
      sleeper.kill('SIGCONT');
      await until(
        () => STILL.includes([...sleeper.runs.values()][0]?.phase ?? ''),
        () => sleeper.noise,
      );
      expect(world.witness()).toEqual(ran);
      expect(JSON.stringify([...sleeper.runs.values()])).toContain('fenced');
    } finally {
      for (const bot of [sleeper, heir]) bot?.kill('SIGKILL');
      await sleeper.gone;
      expect((await judge(world)).violations.filter((each) => each.includes('more than once'))).toEqual([]);
      await world.close();
    }
  });
});

const STILL: readonly string[] = ['needs-human', 'stopped', 'held', 'closed'];

/** Asks for seven steps and presses what is usual until something holds. */
async function pressUntil(bot: BotHandle, holds: () => boolean): Promise<void> {
  const asked = asking({ scheme: 'seven' }, undefined);
  if (asked) void bot.call(asked.method, ...asked.args);
  const pressed = new Set<string>();
  await until(
    () => {
      for (const run of bot.runs.values()) {
        const wanted = usual(run);
        const key = `${run.id} ${run.revision}`;
        if (!wanted || pressed.has(key)) continue;
        pressed.add(key);
        void bot.call(wanted.method, ...wanted.args);
      }
      return holds();
    },
    () => bot.noise,
  );
}

async function until(holds: () => boolean, noise: () => string): Promise<void> {
  const over = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > over) throw new Error(`it does not come to pass\n${noise()}`);
    await sleep(15);
  }
}

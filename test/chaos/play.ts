import { setTimeout as sleep } from 'node:timers/promises';
import type { RunState } from '../../src/run/state.js';
import { type BotHandle, type BotOptions, startBot } from './bot-handle.js';
import { asking, type Press, type Scene, type Story, usual } from './story.js';
import type { World } from './world.js';

/** How long a story may take, with everything that befalls it. */
const PATIENCE = 90_000;
/** How often people look at the host, which tells nobody when something happens there. */
const GLANCE = 15;

export type Played = { readonly runs: readonly RunState[]; readonly deaths: readonly string[] };

export type PlayOptions = {
  /** For the bot's first life; each further one has none. */
  readonly first?: BotOptions;
  /** For every life. */
  readonly always?: BotOptions;
  /** Called at each look; may kill what it likes, and then says that the death is its doing. */
  readonly mischief?: (scene: Scene) => void;
};

/**
 * Plays a story to its end: whenever the bot has died it is started again, and people press what they see. Throws when the bot
 * ends by itself, or when the story does not end. The bot is gone afterwards.
 */
export async function play(program: string, story: Story, world: World, options: PlayOptions = {}): Promise<Played> {
  const deaths: string[] = [];
  const done = new Set<string>();
  const once = (name: string) => !done.has(name) && Boolean(done.add(name));
  const until = performance.now() + PATIENCE;
  let bot = startBot(program, world, { ...options.always, ...options.first });
  try {
    for (;;) {
      const scene = { world, bot, once };
      await follow(scene, story, until, options);
      if (bot.ended === undefined) break;
      if (!bot.ended.startsWith('SIG')) throw new Error(`the bot ended by itself: ${bot.ended}\n${bot.noise}`);
      deaths.push(bot.ended);
      bot = startBot(program, world, options.always);
    }
    return { runs: inOrder(bot), deaths };
  } finally {
    await end(bot);
  }
}

/** One life of the bot: returns when it is dead or when the story is over. */
async function follow(scene: Scene, story: Story, until: number, { mischief }: PlayOptions): Promise<void> {
  const { bot } = scene;
  const pressed = new Set<string>();
  let wake = () => {};
  bot.onNews(() => wake());
  await bot.settled;
  while (bot.ended === undefined) {
    const runs = inOrder(bot);
    if (runs.length === story.asks.length && runs.every(({ phase }) => phase === 'closed')) return;
    if (performance.now() > until) throw new Error(`the story does not end: ${describe(runs)}\n${bot.noise}`);
    const news = new Promise<void>((resolve) => {
      wake = resolve;
    });
    story.fate?.(runs, scene);
    mischief?.(scene);
    press(scene, story, runs, pressed);
    await Promise.race([news, sleep(GLANCE)]);
  }
  await bot.gone;
}

/** Presses once what each state asks for. A press that comes to nothing changes no state, and is seen when the story does not end. */
function press({ bot, ...scene }: Scene, story: Story, runs: readonly RunState[], pressed: Set<string>): void {
  const now = (key: string, { method, args }: Press) => {
    if (pressed.has(key)) return;
    pressed.add(key);
    void bot.call(method, ...args);
  };
  const scheme = story.asks[runs.length];
  const isNext = runs.every(({ phase }) => phase !== 'preparing');
  if (scheme !== undefined && isNext) now(`ask ${runs.length}`, asking(scheme));
  for (const run of runs) {
    const wanted = story.press?.(run, { bot, ...scene }) ?? usual(run);
    if (wanted && wanted !== 'wait') now(`${run.id} ${run.revision} ${wanted.method}`, wanted);
  }
}

function inOrder(bot: BotHandle): readonly RunState[] {
  return [...bot.runs.values()].toSorted((a, b) => a.requestedAt - b.requestedAt);
}

function describe(runs: readonly RunState[]): string {
  return JSON.stringify(
    runs.map(({ id, phase, revision, steps }) => ({ id, phase, revision, steps: steps.map((each) => each.status) })),
  );
}

/** In order where that is possible. */
async function end(bot: BotHandle): Promise<void> {
  const force = setTimeout(() => bot.kill('SIGKILL'), 10_000);
  bot.kill('SIGTERM');
  await bot.gone;
  clearTimeout(force);
}

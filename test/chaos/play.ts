import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { waysOn } from '../../src/run/ways-on.js';
import { type BotHandle, startBot, type Told } from './bot-handle.js';
import { restless } from './judge.js';
import type { Moment } from './points.js';
import { asking, type Press, type Scene, type Story, usual } from './story.js';
import type { World } from './world.js';

/** How long a story may take, with everything that befalls it. */
const PATIENCE = 90_000;
/** How often people look at the host, which tells nobody when something happens there. */
const GLANCE = 15;

export type Played = { readonly runs: readonly RunState[]; readonly deaths: readonly string[] };

export type PlayOptions = {
  /** When the bot kills itself, once. */
  readonly moment?: Moment;
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
  const has = (name: string) => done.has(name);
  const until = performance.now() + PATIENCE;
  let skewed = 0;
  const skew = (milliseconds: number) => {
    skewed = milliseconds;
    bot.skew(milliseconds);
  };
  let bot = startBot(program, world, options);
  try {
    for (;;) {
      await follow({ world, bot, once, has, skew }, story, until, options);
      if (bot.ended === undefined) break;
      if (bot.ended.startsWith('SIG')) deaths.push(bot.ended);
      // Whoever was asked to leave does so in order.
      else if (bot.ended !== 'exit 0') throw new Error(`the bot ended by itself: ${bot.ended}\n${bot.noise}`);
      const isStruck = deaths.length > 0 || options.moment === undefined;
      bot = startBot(program, world, { skew: skewed, ...(isStruck ? {} : { moment: options.moment }) });
    }
    return { runs: inOrder(bot), deaths };
  } finally {
    await end(bot);
  }
}

/** One life of the bot: returns when it is dead or when the story is over. */
async function follow(scene: Scene, story: Story, until: number, { mischief }: PlayOptions): Promise<void> {
  const { bot } = scene;
  const pressed: Pressed = { keys: new Set(), unanswered: new Set() };
  let wake = () => {};
  bot.onNews(() => wake());
  await bot.settled;
  while (bot.ended === undefined) {
    const runs = inOrder(bot);
    if (isOver(story, runs)) return;
    if (performance.now() > until && runs.length > 0 && runs.every(canBeLeft)) return;
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

/** People can lead it on, though the story's people have no word for where a blow led it. */
function canBeLeft(run: RunState): boolean {
  return run.phase === 'closed' || run.phase === 'awaiting-approval' || waysOn(run).length > 0;
}

/** How long people wait before they press again what was refused. */
const AGAIN = 150;

/** What was pressed in one life of the bot, and what (a run's id, say) waits for its answer. */
type Pressed = { readonly keys: Set<string>; readonly unanswered: Set<string> };

/**
 * Presses one thing at each state that asks for something, and waits for its answer: how long that takes must not change what a
 * story is about. What is refused is pressed again: the state still asks for it.
 */
function press(scene: Scene, story: Story, runs: readonly RunState[], { keys, unanswered }: Pressed): void {
  const now = (about: string, key: string, { method, args }: Press) => {
    keys.add(key);
    unanswered.add(about);
    void scene.bot.call(method, ...args).then(async (told) => {
      unanswered.delete(about);
      if (isDone(told)) return;
      await sleep(AGAIN);
      keys.delete(key);
    });
  };
  const asked = story.asks[runs.length];
  const next = asked && asking(asked, runs.at(-1));
  if (next && !keys.has(`ask ${runs.length}`)) now('ask', `ask ${runs.length}`, next);
  for (const run of runs.filter(({ id }) => !unanswered.has(id))) {
    const key = `${run.id} ${run.revision}`;
    if (keys.has(key)) continue;
    // Before anybody presses anything: what is pressed moves the host before its news are here.
    const wrong = restless(run, scene.world.witness());
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    const wanted = offered(run, story.press?.(run, scene)) ?? usual(run);
    if (wanted && wanted !== 'wait') now(run.id, key, wanted);
  }
}

/** A blow may have led the run elsewhere than its story goes: what is not offered there cannot be pressed. */
function offered(run: RunState, wanted: Press | 'wait' | undefined): Press | 'wait' | undefined {
  if (wanted === undefined || wanted === 'wait' || wanted.method !== 'choose') return wanted;
  const [{ choice }] = wanted.args as readonly [Parameters<Engine['choose']>[0]];
  const isWord = choice.kind === 'claim' || choice.kind.endsWith('-rerun');
  return isWord || (waysOn(run) as readonly string[]).includes(choice.kind) ? wanted : undefined;
}

/** Links are told as runs, everything else as a result. */
function isDone(told: Told): boolean {
  if (told === 'gone' || 'error' in told) return false;
  return Array.isArray(told.value) || (told.value as { ok?: boolean } | undefined)?.ok === true;
}

function isOver({ asks, isOver: isAllTold }: Story, runs: readonly RunState[]): boolean {
  if (runs.some(({ phase }) => phase !== 'closed')) return false;
  return runs.length === asks.length ? (isAllTold?.(runs) ?? true) : isCutShort(runs.at(-1));
}

/** A blow ended the run before it came to what the rest of the story is about, e.g. its host could not be reached in time. */
function isCutShort(last: RunState | undefined): boolean {
  return last !== undefined && last.outcome !== 'succeeded' && last.outcome !== 'partial';
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

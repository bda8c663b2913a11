import { setTimeout as sleep } from 'node:timers/promises';
import type { ShownMessage } from '../../sandbox/slack/control/read.js';
import type { Moment } from './points.js';
import { CHANNEL, type SlackWorld } from './slack-world.js';

const [OPS, LEAD] = ['赵六', '李四'];
const PATIENCE = 100_000;
/** How long people wait for what they did to show before they do it once more, as people do. A death ends the wait. */
const TRUST = 10_000;
/** How often they look. Each look is a request to the local Slack, in the process of the test. */
const GLANCE = 120;

export type SlackStory = {
  readonly name: string;
  readonly scheme: string;
  /** Presses something instead of what is usual; true when it did. */
  act?(stage: SlackWorld, card: ShownMessage): Promise<boolean>;
  /** What the card says at the end. */
  readonly end: string;
};

type Label = { readonly run: string; readonly surface: string };

export function labelOf({ metadata }: ShownMessage): Label | undefined {
  return (metadata as { event_payload?: Label } | undefined)?.event_payload;
}

/** What the channel shows of one surface, oldest first. */
export async function shown({ people }: SlackWorld, surface: string): Promise<readonly ShownMessage[]> {
  return (await people.messages(OPS, CHANNEL)).filter((each) => labelOf(each)?.surface === surface);
}

/**
 * Plays a story in the local Slack to its end. Whenever the bot dies it is started again, and people look at the channel and press
 * what they see there; nobody remembers what was pressed before. Returns how the bot died.
 */
export async function playInSlack(stage: SlackWorld, story: SlackStory, moment?: Moment): Promise<readonly string[]> {
  const deaths: string[] = [];
  const until = performance.now() + PATIENCE;
  await stage.start(moment);
  for (;;) {
    const death = await revive(stage);
    if (death !== undefined) deaths.push(death);
    if (performance.now() > until) throw new Error(`the story does not end:\n${await lastWords(stage)}`);
    const card = (await shown(stage, 'card')).at(-1);
    if (card?.plain.includes(story.end) && (await isTold(stage, card))) return deaths;
    if (!(await act(stage, story, card))) await sleep(GLANCE);
  }
}

/** Starts a dead bot again; returns how it had died. */
async function revive(stage: SlackWorld): Promise<string | undefined> {
  const death = stage.ended();
  if (death === undefined) return undefined;
  if (!death.startsWith('SIG')) throw new Error(`the bot ended by itself: ${death}\n${stage.noise()}`);
  await stage.start();
  return death;
}

/** One thing that people do, and what becomes of it; false when there is nothing to do. */
async function act(stage: SlackWorld, story: SlackStory, card: ShownMessage | undefined): Promise<boolean> {
  const before = card?.edits;
  const isNews = async () => {
    const now = (await shown(stage, 'card')).at(-1);
    return stage.ended() !== undefined || now?.ts !== card?.ts || now?.edits !== before;
  };
  const done = await doSomething(stage, story, card).catch(() => true);
  if (done) await patient(isNews);
  return done;
}

async function doSomething(stage: SlackWorld, story: SlackStory, card: ShownMessage | undefined): Promise<boolean> {
  const { people } = stage;
  if (!card) return ask(stage, story.scheme);
  if (await story.act?.(stage, card)) return true;
  if (card.plain.includes('Checklist (0/1)')) {
    await people.click(OPS, 'Checklist (0/1)', { channel: CHANNEL });
    await people.waitForModal(OPS, { timeoutMs: TRUST });
    await people.submit(OPS, { 'Tick what is done': ['Somebody is sure'] });
    return true;
  }
  if (card.plain.includes('[Approve]')) {
    await people.click(LEAD, 'Approve', { channel: CHANNEL, confirm: true });
    return true;
  }
  if (!card.plain.includes('Answer checks (1)')) return false;
  await people.click(OPS, 'Answer checks (1)', { channel: CHANNEL });
  await people.waitForModal(OPS, { timeoutMs: TRUST });
  await people.submit(OPS, { 'Users are well': 'Passed' });
  return true;
}

async function ask(stage: SlackWorld, scheme: string): Promise<boolean> {
  const { people } = stage;
  // What the bot has taken up it shows, also when it died before; who asked again would have a second run behind the first.
  const isTaken = stage.world.trace().some((point) => point.startsWith('journal.append:run.requested:'));
  if (isTaken) await patient(async () => stage.ended() !== undefined || (await shown(stage, 'card')).length > 0);
  if (stage.ended() !== undefined || (await shown(stage, 'card')).length > 0) return true;
  await people.closeModal(OPS, { all: true }).catch(() => {});
  await people.slash(OPS, `scheme-${scheme}`, { channel: CHANNEL });
  await people.waitForModal(OPS, { timeoutMs: TRUST });
  await people.submit(OPS, { Severity: 'P0', Reason: 'Chaos', Impact: 'None' });
  return true;
}

async function patient(look: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + TRUST;
  while (performance.now() < until && !(await look())) await sleep(GLANCE);
}

/** The summary and the record come after the card. */
async function isTold(stage: SlackWorld, card: ShownMessage): Promise<boolean> {
  const summaries = await shown(stage, 'summary');
  const run = labelOf(card)?.run ?? '';
  const files = (await stage.people.files()).filter(({ name }) => name.startsWith(`record-${run}`));
  return summaries.length > 0 && files.length > 0;
}

async function lastWords(stage: SlackWorld): Promise<string> {
  const texts = (await stage.people.messages(OPS, CHANNEL)).map(({ plain }) => plain).join('\n---\n');
  return `${texts}\n${stage.world.witness().join('\n')}\n${stage.noise()}`;
}

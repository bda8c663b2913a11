import type { ShownMessage } from '../../../sandbox/slack/control/read.js';
import type { HostStage } from '../host-stage.js';
import { approve } from '../story.js';

const [OPS, channel] = ['赵六', '#incident-wechat'];
/** What the document asks people after every rollback. */
const EVERY = ['data', 'function', 'performance', 'alerts', 'users'] as const;
const QUESTIONS: Readonly<Record<string, string>> = {
  data: 'The data is whole',
  function: 'The functions work',
  performance: 'The performance is as usual',
  alerts: 'No alert is firing',
  users: 'No user reports trouble',
};

/** Asks for a scheme, ticks the box that a person ticks, and has it approved. */
export async function begin(stage: HostStage, scheme: string, severity: string): Promise<void> {
  const { people } = stage;
  await people.slash(OPS, `scheme-${scheme}`);
  await people.waitForModal(OPS, { timeoutMs: 20_000 });
  const isWhole = async () => {
    const modal = await people.modal(OPS);
    return modal && !modal.plain.includes('Looking up the backups') ? modal : undefined;
  };
  await people.waitFor(isWhole, { what: 'the backups to be in the dialog', timeoutMs: 20_000 });
  const asked = await people.submit(OPS, { Severity: severity, Reason: 'The new release', Impact: 'All customers' });
  if (!asked.ok) throw new Error(`The request was refused: ${JSON.stringify(asked)}`);
  await people.waitForMessage(OPS, channel, 'Checklist (0/1)', { timeoutMs: 30_000 });
  await people.click(OPS, 'Checklist (0/1)');
  await people.waitForModal(OPS, { timeoutMs: 20_000 });
  await people.submit(OPS, { 'Tick what is done': ['The business lead has confirmed the rollback'] });
  await people.waitForMessage(OPS, channel, 'Checklist (1/1)', { timeoutMs: 20_000 });
  await approve(stage);
}

/** Does the step that waits for a person, and reports it. */
export async function doByHand({ people }: HostStage, title: string, act: () => void): Promise<void> {
  await people.waitForMessage(OPS, channel, '[Report the step]', { timeoutMs: 60_000 });
  act();
  await people.click(OPS, 'Report the step');
  await people.waitForModal(OPS, { timeoutMs: 20_000 });
  const reported = await people.submit(OPS, { [title]: 'Done' });
  if (!reported.ok) throw new Error(`The report was refused: ${JSON.stringify(reported)}`);
}

/** Says of every check that waits for a person that it passed; a scheme asks a `machine` some of them. */
export async function sayYes(
  { people }: HostStage,
  { machine = [] }: { readonly machine?: readonly string[] },
): Promise<void> {
  const titles = EVERY.filter((id) => !machine.includes(id)).map((id) => QUESTIONS[id] ?? id);
  const button = `Answer checks (${titles.length})`;
  await people.waitForMessage(OPS, channel, button, { timeoutMs: 90_000 });
  await people.click(OPS, button);
  await people.waitForModal(OPS, { timeoutMs: 20_000 });
  await people.submit(OPS, Object.fromEntries(titles.map((title) => [title, 'Passed'])));
}

/** The newest run's message, once it says `words`. */
export function newestCard({ people }: HostStage, words: string, timeoutMs = 90_000): Promise<ShownMessage> {
  const newest = async () => {
    const cards = (await people.messages(OPS, channel)).filter(({ metadata }) =>
      JSON.stringify(metadata ?? {}).includes('"card"'),
    );
    const last = cards.at(-1);
    return last?.plain.includes(words) ? last : undefined;
  };
  return people.waitFor(newest, { what: `the newest run's message to say ${words}`, timeoutMs });
}

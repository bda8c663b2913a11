import type { ShownMessage } from '../../sandbox/slack/control/read.js';
import type { HostStage } from './host-stage.js';

const channel = '#incident-wechat';

/** 赵六 asks for a rollback and fills in the dialog. */
export async function request({ people }: HostStage, scheme: string): Promise<void> {
  await people.slash('赵六', `scheme-${scheme}`);
  await people.waitForModal('赵六');
  const asked = await people.submit('赵六', {
    Severity: 'P0',
    Reason: 'Half of the users see errors',
    Impact: 'All diagnoses',
  });
  if (!asked.ok) throw new Error(`The request was refused: ${JSON.stringify(asked)}`);
}

/** 李四 approves as soon as the button is there, and confirms. */
export async function approve({ people }: HostStage): Promise<void> {
  await people.waitForMessage('李四', channel, '[Approve]', { timeoutMs: 20_000 });
  await people.click('李四', 'Approve', { confirm: true });
}

/** 李四 ends a run that stands still, as soon as the button is there, and says why. */
export async function endAsFailed({ people }: HostStage): Promise<void> {
  await people.waitForMessage('李四', channel, '[End as failed', { timeoutMs: 60_000 });
  await people.click('李四', 'End as failed');
  await people.waitForModal('李四', { timeoutMs: 20_000 });
  const ended = await people.submit('李四', { Why: 'The step cannot be repaired tonight' });
  if (!ended.ok) throw new Error(`It was refused: ${JSON.stringify(ended)}`);
}

/** 赵六 says of every check that only people can answer that it passed. */
export async function answerChecks({ people }: HostStage, titles: readonly string[]): Promise<void> {
  const button = `Answer checks (${titles.length})`;
  await people.waitForMessage('赵六', channel, button, { timeoutMs: 60_000 });
  await people.click('赵六', button);
  await people.waitForModal('赵六', { timeoutMs: 20_000 });
  await people.submit('赵六', Object.fromEntries(titles.map((title) => [title, 'Passed'])));
}

/** The run's message in the channel, once it says `words`. */
export function card({ people }: HostStage, words: string, timeoutMs = 30_000): Promise<ShownMessage> {
  return people.waitForMessage('赵六', channel, words, { timeoutMs });
}

/** The answer that only 赵六 sees, once it says `words`. */
export function privateAnswer({ people }: HostStage, words: string): Promise<ShownMessage> {
  const isIt = ({ isEphemeral, plain }: ShownMessage) => isEphemeral && plain.includes(words);
  return people.waitFor(async () => (await people.messages('赵六', channel)).findLast(isIt), {
    what: `a private answer with "${words}"`,
    timeoutMs: 20_000,
  });
}

/** Everything in the thread below the run's message, as a person reads it. */
export async function threadText({ people }: HostStage, { ts }: ShownMessage): Promise<string> {
  const replies = await people.thread('赵六', channel, ts);
  return replies.map(({ plain }) => plain).join('\n');
}

/** Waits until the thread below the run's message says all of these. */
export async function threadSays(stage: HostStage, below: ShownMessage, words: readonly string[]): Promise<void> {
  const isThere = async () => {
    const said = await threadText(stage, below);
    return words.every((each) => said.includes(each));
  };
  await stage.people.waitFor(isThere, { what: `a thread with ${words.join(' and ')}` });
}

/** The rollback record, once it is filed in the thread. */
export async function recordOf({ people }: HostStage, { ts }: ShownMessage): Promise<string> {
  const isRecord = async () =>
    (await people.files()).find((file) => file.threadTs === ts && /record/i.test(file.title));
  const file = await people.waitFor(isRecord, { what: 'the record', timeoutMs: 20_000 });
  return people.file(file.id);
}

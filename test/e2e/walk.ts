import type { SlackClient } from '../../sandbox/slack/client.js';

export const [OPS, DIRECTOR] = ['赵六', '李四'];
const PATIENT = { timeoutMs: 20_000 };

/** What S2 asks people after every scheme (S2.74 to S2.76). */
export const WECHAT_ANSWERS = ['内部测试账号可以正常使用', '抽样用户回访确认功能正常', '客服无异常反馈'];

/** A rollback as people do it in the local Slack: what is typed, ticked, pressed and answered. */
export type Walk = {
  readonly people: SlackClient;
  readonly channel: string;
  /** What is typed after `/rollback`. */
  readonly command: string;
  /** The option of the severity list, by its beginning. */
  readonly severity: string;
  /** The backup that a person chooses, by its beginning; the proposed one, when not said. */
  readonly backup?: string;
  /** Boxes of the checklist that a person ticks. */
  readonly boxes?: readonly string[];
  /** Checks that a person answers, all with yes. */
  readonly answers?: readonly string[];
  /** What the card says in the end; that it succeeded, when not said. */
  readonly end?: string;
};

/** Asks, ticks, approves and answers; returns the card's text once it says how the run ended. */
export async function walk(each: Walk): Promise<string> {
  await ask(each);
  await tick(each);
  await each.people.click(DIRECTOR, '批准', { confirm: true });
  await answer(each);
  return cardWith(each, each.end ?? '回滚成功', 120_000);
}

/** Opens the dialog and sends it once the backups are in it; returns when the request waits for its decision. */
export async function ask({ people, channel, command, severity, backup }: Walk): Promise<void> {
  await people.slash(OPS, command, { channel });
  await people.waitForModal(OPS, PATIENT);
  const isWhole = async () => {
    const modal = await people.modal(OPS);
    return modal && !modal.plain.includes('正在主机上查询备份') ? modal : undefined;
  };
  await people.waitFor(isWhole, { what: 'the backups to be in the dialog', ...PATIENT });
  const chosen = backup === undefined ? {} : { 回滚到这个备份: backup };
  const done = await people.submit(OPS, { 严重程度: severity, ...chosen, 原因: '演练', 影响: '全部用户' });
  if (!done.ok) throw new Error(JSON.stringify(done));
  await cardWith({ people, channel }, '[批准]', 60_000);
}

/** Ticks the boxes that wait for a person. */
export async function tick({ people, channel, boxes = [] }: Walk): Promise<void> {
  if (boxes.length === 0) return;
  await people.click(OPS, `勾选清单（0/${boxes.length}）`);
  await people.waitForModal(OPS, PATIENT);
  await people.submit(OPS, { 请勾选已确认的项目: [...boxes] });
  await cardWith({ people, channel }, `勾选清单（${boxes.length}/${boxes.length}）`, 20_000);
}

/** Says of every check that waits for a person that it passed. */
export async function answer({
  people,
  channel,
  answers = [],
}: Pick<Walk, 'people' | 'channel' | 'answers'>): Promise<void> {
  if (answers.length === 0) return;
  const button = `人工确认（${answers.length}）`;
  await cardWith({ people, channel }, button, 120_000);
  await people.click(OPS, button);
  await people.waitForModal(OPS, PATIENT);
  await people.submit(OPS, Object.fromEntries(answers.map((title) => [title, '通过'])));
}

/** The text of the newest card of a channel that says these words. */
export async function cardWith(
  { people, channel }: Pick<Walk, 'people' | 'channel'>,
  words: string,
  timeoutMs: number,
): Promise<string> {
  let shown: string | undefined;
  const newest = async () => {
    const cards = (await people.messages(OPS, channel)).filter(({ metadata }) =>
      JSON.stringify(metadata ?? {}).includes('"card"'),
    );
    shown = cards.at(-1)?.plain;
    return shown?.includes(words) ? shown : undefined;
  };
  try {
    return await people.waitFor(newest, { what: `the card to say ${words}`, timeoutMs });
  } catch (error) {
    throw new Error(`the newest card does not say ${words}, but:\n${shown}`, { cause: error });
  }
}

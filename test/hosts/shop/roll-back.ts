import type { SlackClient } from '../../../sandbox/slack/client.js';
import { cardWith, DIRECTOR, OPS, tick, type Walk, walk } from '../../e2e/walk.js';
import { boxes } from './cases.js';

const channel = 'C0INCIDENT';

/** What people do for a scheme of the shop, from the command on, with the version that the dialog proposes. */
export function asked(people: SlackClient, scheme: string): Walk {
  return { people, channel, command: `scheme-${scheme}`, severity: 'SEVERE', boxes };
}

/** Rolls back and answers; the run's number, once its card says how it ended. */
export async function rollBack(
  people: SlackClient,
  { scheme, answers }: { readonly scheme: string; readonly answers: readonly string[] },
  end = '回滚成功',
): Promise<string> {
  const card = await walk({ ...asked(people, scheme), answers, end });
  const [run] = /\d{8}-[a-z0-9]{5}/.exec(card) ?? [];
  if (run === undefined) throw new Error(`no run is named in:\n${card}`);
  return run;
}

/** Asks for the undo of a run, and has it approved. */
export async function takeBack(people: SlackClient, run: string): Promise<void> {
  await people.slash(OPS, `undo ${run}`, { channel });
  await people.waitForModal(OPS, { timeoutMs: 20_000 });
  const done = await people.submit(OPS, { 理由: '回滚后更糟' });
  if (!done.ok) throw new Error(JSON.stringify(done));
  const each = { people, channel };
  await cardWith(each, '[批准]', 60_000);
  await tick(asked(people, ''));
  await people.click(DIRECTOR, '批准', { confirm: true });
  await cardWith(each, '撤销成功', 120_000);
}

/** A run's record, as the file that was uploaded. */
export async function recordOf(people: SlackClient, run: string): Promise<string> {
  const filed = async () => (await people.files()).find(({ title }) => title === `回滚记录 ${run}`);
  const { id } = await people.waitFor(filed, { what: `the record of ${run}`, timeoutMs: 20_000 });
  return people.file(id);
}

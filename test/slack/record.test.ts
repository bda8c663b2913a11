import { afterEach, expect, it } from 'vitest';
import { over } from './projecting.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

/** A stage on which a run has ended and everything of it is shown; the ts of its card. */
async function ended(): Promise<string> {
  theatre = await stage();
  theatre.show(over);
  const { people, store } = theatre;
  await people.waitFor(async () => store.find(over.id, 'summary'), { timeoutMs: 10_000 });
  return (await store.find(over.id, 'card'))?.ts ?? '';
}

const filesBelow = async (ts: string) =>
  (await theatre.people.thread('李四', INCIDENT, ts)).filter(({ files }) => files.length > 0);
const top = async () =>
  (await theatre.people.messages('李四', INCIDENT)).filter(({ threadTs }) => threadTs === undefined);

it('puts the record below the card of its run and tells the asker alone where that is', async () => {
  const card = await ended();
  const { people } = theatre;
  const before = (await filesBelow(card)).length;
  await people.slash('赵六', 'record');
  const told = await people.waitForMessage('赵六', INCIDENT, '文件已放在');
  expect(told).toMatchObject({ isEphemeral: true });
  expect(JSON.stringify(told.blocks)).toContain(`/archives/${INCIDENT}/p${card.replace('.', '')}`);
  expect(await filesBelow(card)).toHaveLength(before + 1);
  expect(await top()).toHaveLength(1);
});

it('says in words where it is when Slack does not tell the address', async () => {
  await ended();
  const { people } = theatre;
  await people.fault({ method: 'chat.getPermalink', kind: 'http-500' });
  await people.slash('赵六', `record ${over.id}`);
  const told = await people.waitForMessage('赵六', INCIDENT, '文件已放在');
  expect(JSON.stringify(told.blocks)).toContain(INCIDENT);
  expect(JSON.stringify(told.blocks)).not.toContain('archives');
});

it('puts it into the channel when the card of the run is not known', async () => {
  await ended();
  const { people, store } = theatre;
  store.find = async () => undefined;
  await people.slash('赵六', 'record');
  expect(await people.waitForMessage('赵六', INCIDENT, '已发到本频道')).toMatchObject({ isEphemeral: true });
  expect((await top()).some(({ files }) => files.length === 1)).toBe(true);
});

it('gives the asker the whole text when the upload fails', async () => {
  await ended();
  const { people } = theatre;
  await people.fault({ method: 'files.completeUploadExternal', kind: 'error', error: 'file_uploads_disabled' });
  await people.slash('赵六', 'record');
  const text = await people.waitForMessage('赵六', INCIDENT, '以下是全文');
  expect(text).toMatchObject({ isEphemeral: true });
  expect(text.plain).not.toContain('…');
});

import { afterEach, expect, it } from 'vitest';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

it('answers a command to the person alone', async () => {
  theatre = await stage();
  const { people } = theatre;
  await people.slash('赵六', 'help');
  const help = await people.waitForMessage('赵六', INCIDENT, '/rollback list-backups');
  expect(help).toMatchObject({ isEphemeral: true, userName: 'Backout' });
  expect(await people.messages('李四', INCIDENT)).toEqual([]);
});

it('says which command was probably meant', async () => {
  theatre = await stage();
  const { people } = theatre;
  await people.slash('赵六', 'list-backup');
  expect((await people.waitForMessage('赵六', INCIDENT, '/rollback list-backups')).isEphemeral).toBe(true);
});

it('opens a dialog from a command', async () => {
  theatre = await stage();
  await theatre.people.slash('赵六', 'scheme-a');
  expect(await theatre.people.waitForModal('赵六')).toMatchObject({ callbackId: 'request' });
});

it('opens the dialog although the first answer was lost', async () => {
  theatre = await stage();
  const { people } = theatre;
  await people.fault({ method: 'views.open', kind: 'drop-reply' });
  await people.slash('赵六', 'scheme-a');
  expect(await people.waitForModal('赵六')).toMatchObject({ depth: 1 });
});

it('sends a button for the dialog when Slack opens none', async () => {
  theatre = await stage();
  const { people } = theatre;
  await people.fault({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
  await people.slash('赵六', 'scheme-a');
  await people.waitForMessage('赵六', INCIDENT, '[');
  await people.click('赵六', '填写申请');
  await people.waitForModal('赵六');
});

it('links the incident when mentioned in a thread, once, and answers there', async () => {
  theatre = await stage();
  const { people, asked } = theatre;
  const { ts } = await people.say('王五', '诊断任务全部卡死', { channel: INCIDENT });
  await people.mention('赵六', '@Backout', { channel: INCIDENT, thread: ts });
  const thread = await people.waitFor(async () => {
    const all = await people.thread('李四', INCIDENT, ts);
    return all.length === 4 && all;
  });
  expect(asked).toMatchObject([
    { call: 'linkIncident', input: { channel: INCIDENT, thread: ts, linkedBy: 'U0ZHAO6' } },
  ]);
  expect(thread[2]?.plain).toContain('已关联');
  await people.mention('赵六', '@Backout help', { channel: INCIDENT, thread: ts });
  await people.waitFor(async () => (await people.thread('李四', INCIDENT, ts)).length === 6);
  expect(asked).toHaveLength(1);
});

it('turns a dialog asked for in a thread into a button that opens it, and remembers the thread', async () => {
  theatre = await stage();
  const { people } = theatre;
  const { ts } = await people.mention('赵六', '@Backout scheme-a', { channel: INCIDENT });
  const opener = await people.waitFor(async () =>
    (await people.thread('赵六', INCIDENT, ts)).find(({ plain }) => plain.includes('[填写申请]')),
  );
  await people.click('赵六', '填写申请', { message: opener.ts });
  const modal = await people.waitForModal('赵六');
  expect(JSON.parse(modal.privateMetadata)).toMatchObject({ incident: { channel: INCIDENT, thread: ts } });
});

it('links nothing for a guest and says so', async () => {
  theatre = await stage();
  const { people, asked } = theatre;
  const { ts } = await people.mention('访客', '@Backout status', { channel: INCIDENT });
  await people.waitFor(async () => (await people.thread('访客', INCIDENT, ts)).length === 2);
  expect(asked).toEqual([]);
});

it('handles an event that Slack delivers twice once', async () => {
  theatre = await stage();
  const { people, asked } = theatre;
  await people.fault({ kind: 'duplicate-event' });
  const { ts } = await people.mention('赵六', '@Backout help', { channel: INCIDENT });
  await people.mention('李四', '@Backout status', { channel: INCIDENT, thread: ts });
  await people.waitFor(async () => (await people.thread('赵六', INCIDENT, ts)).length >= 5);
  expect(asked).toHaveLength(1);
  expect(await people.thread('赵六', INCIDENT, ts)).toHaveLength(5);
});

it('tells the person by another way when a command URL does not work', async () => {
  theatre = await stage();
  const { people, slack } = theatre;
  // Slack knows no URL that it gave out.
  slack.state.responseUrls.set = () => slack.state.responseUrls;
  await people.slash('赵六', 'help');
  await people.waitForMessage('赵六', INCIDENT, '/rollback list-backups');
  const violations = await people.violations();
  expect(violations.map(({ rule }) => rule)).toEqual(['unknown-response-url']);
  await people.clearViolations();
});

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

it('answers a mention in the channel below it', async () => {
  theatre = await stage();
  const { people } = theatre;
  const { ts } = await people.mention('赵六', '@Backout', { channel: INCIDENT });
  await people.waitFor(async () => (await people.thread('李四', INCIDENT, ts)).length === 2);
});

it('answers in the channel when the question was deleted before it was answered', async () => {
  theatre = await stage();
  const { people } = theatre;
  await people.fault({ kind: 'late', delivery: 'event', seconds: 0.5 });
  const asked = people.mention('赵六', '@Backout help', { channel: INCIDENT });
  const { ts } = await people.waitForMessage('赵六', INCIDENT, 'help');
  await people.deleteMessage(INCIDENT, ts);
  await asked;
  await people.waitForMessage('赵六', INCIDENT, '@Backout list-backups');
});

it('turns a dialog asked for by a mention into a button that opens it', async () => {
  theatre = await stage();
  const { people } = theatre;
  const { ts } = await people.mention('赵六', '@Backout scheme-a', { channel: INCIDENT });
  const opener = await people.waitFor(async () =>
    (await people.thread('赵六', INCIDENT, ts)).find(({ plain }) => plain.includes('[填写申请]')),
  );
  await people.click('赵六', '填写申请', { message: opener.ts });
  const modal = await people.waitForModal('赵六');
  // It was pressed in a thread, so the run reports there.
  expect(JSON.parse(modal.privateMetadata)).toMatchObject({ incident: { channel: INCIDENT, thread: ts } });
});

it('handles an event that Slack delivers twice once', async () => {
  theatre = await stage();
  const { people } = theatre;
  await people.fault({ kind: 'duplicate', delivery: 'event' });
  const { ts } = await people.mention('赵六', '@Backout help', { channel: INCIDENT });
  await people.mention('李四', '@Backout status', { channel: INCIDENT, thread: ts });
  await people.waitFor(async () => (await people.thread('赵六', INCIDENT, ts)).length >= 5);
  expect(await people.thread('赵六', INCIDENT, ts)).toHaveLength(5);
});

it.each([
  ['访客', 'status', '访客'],
  ['访客', 'record', '访客'],
  ['访客', 'list-backups', '访客'],
])('refuses %s who asks for %s, to them alone', async (who, text, words) => {
  theatre = await stage();
  const { people } = theatre;
  await people.slash(who, text);
  expect(await people.waitForMessage(who, INCIDENT, words)).toMatchObject({ isEphemeral: true });
  expect(await people.messages('李四', INCIDENT)).toEqual([]);
});

it('tells a guest what there is, and nothing of it', async () => {
  theatre = await stage();
  await theatre.people.slash('访客', 'help');
  await theatre.people.waitForMessage('访客', INCIDENT, '/rollback list-backups');
});

it('refuses everything but help while Slack does not say who asks', async () => {
  theatre = await stage();
  const { people } = theatre;
  await people.fault({ method: 'users.info', kind: 'http-500', times: 100 });
  await people.slash('赵六', 'scheme-a');
  expect(await people.waitForMessage('赵六', INCIDENT, '无法')).toMatchObject({ isEphemeral: true });
  expect(await people.modal('赵六')).toBeNull();
  await people.slash('赵六', '帮助');
  await people.waitForMessage('赵六', INCIDENT, '/rollback list-backups');
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

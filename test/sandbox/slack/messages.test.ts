import type { App } from '@slack/bolt';
import { afterEach, expect, it } from 'vitest';
import { type Stage, stage } from './bolt-app.js';

let theatre: Stage;
afterEach(() => theatre.end());

const button = (text: string, action_id: string, more = {}) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text },
  action_id,
  ...more,
});

function rollbackBot(app: App): void {
  app.command('/rollback', async ({ ack, respond }) => {
    await ack();
    const elements = [button('Choose', 'choose', { value: 'b-1' })];
    await respond({ text: 'Backups', blocks: [{ type: 'actions', elements }] });
  });
  app.action('choose', async ({ ack, client, body, respond }) => {
    await ack();
    await respond({ delete_original: true });
    const elements = [button('Approve', 'approve', { style: 'danger', confirm: confirmDialog })];
    await client.chat.postMessage({
      channel: body.channel?.id ?? '',
      text: 'Rollback requested',
      blocks: [
        {
          type: 'plan',
          title: 'Scheme A',
          tasks: [{ type: 'task_card', task_id: '1', title: 'Stop', status: 'pending' }],
        },
        { type: 'actions', elements },
      ],
      metadata: { event_type: 'backout_run', event_payload: { run: 'r-1' } },
    });
  });
  app.action('approve', async ({ ack, client, body }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.message) return;
    await client.chat.update({
      channel: body.channel?.id ?? '',
      ts: body.message.ts,
      text: `approved by <@${body.user.id}>`,
    });
  });
}

const confirmDialog = {
  title: { type: 'plain_text' as const, text: 'Sure?' },
  text: { type: 'plain_text' as const, text: 'This replaces the live version.' },
  confirm: { type: 'plain_text' as const, text: 'Yes' },
  deny: { type: 'plain_text' as const, text: 'No' },
};

it('carries a command through an ephemeral choice to a public message and its update', async () => {
  theatre = await stage(rollbackBot);
  const { people } = theatre;
  expect(await people.slash('赵六', 'list-backups')).toMatchObject({ ok: true });
  const list = await people.waitForMessage('赵六', '#incident-wechat', '[Choose]');
  expect(list).toMatchObject({ isEphemeral: true, userName: 'Backout' });
  expect(await people.messages('李四', 'incident-wechat')).toEqual([]);

  await people.click('赵六', 'Choose');
  const request = await people.waitForMessage('李四', 'C0INCIDENT', 'Stop (pending)');
  expect(request.metadata).toEqual({ event_type: 'backout_run', event_payload: { run: 'r-1' } });
  expect(await people.messages('赵六', 'C0INCIDENT')).toHaveLength(1);

  await expect(people.click('李四', 'Approve')).rejects.toThrow('This replaces the live version.');
  await people.click('李四', 'Approve', { confirm: true });
  const approved = await people.waitForMessage('赵六', 'C0INCIDENT', 'approved by @李四');
  expect(approved).toMatchObject({ ts: request.ts, edits: 1, blocks: [] });
  expect(await people.violations()).toEqual([]);
});

it('says what could be pressed when the wanted button is not there', async () => {
  theatre = await stage(rollbackBot);
  await theatre.people.slash('U0ZHAO6', 'list-backups');
  await theatre.people.waitForMessage('赵六', 'C0INCIDENT', '[Choose]');
  await expect(theatre.people.click('赵六', 'Explode')).rejects.toThrow('The buttons in sight are: Choose.');
  await expect(theatre.people.click('李四', 'Choose')).rejects.toThrow('no button in sight');
});

it('counts a press on a button that was in sight before the message was edited', async () => {
  let presses = 0;
  theatre = await stage((app) => {
    app.action('answer', async ({ ack }) => {
      await ack();
      presses += 1;
    });
  });
  const { app, people } = theatre;
  const card = [{ type: 'actions' as const, elements: [button('Skip', 'skip')] }];
  const asking = [...card, { type: 'actions' as const, elements: [button('Answer', 'answer')] }];
  const channel = 'C0INCIDENT';
  const { ts = '' } = await app.client.chat.postMessage({ channel, text: 'Checks', blocks: asking });
  const seen = (await people.messages('赵六', channel)).at(-1);
  const pressed = `${seen?.blocks.at(-1)?.block_id}/answer`;
  await app.client.chat.update({ channel, ts, text: 'Checks', blocks: [{ type: 'divider' }, ...asking] });
  await people.click('赵六', 'Answer', { channel, message: ts, action: pressed });
  expect(presses).toBe(1);
  await app.client.chat.update({ channel, ts, text: 'Checks', blocks: card });
  await expect(people.click('赵六', 'Answer', { channel, message: ts, action: pressed })).rejects.toThrow(
    'sees no button',
  );
});

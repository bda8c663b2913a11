import type { App } from '@slack/bolt';
import { afterEach, expect, it } from 'vitest';
import { type Stage, stage } from './bolt-app.js';

let theatre: Stage;
afterEach(() => theatre.end());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });

const requestModal = {
  type: 'modal' as const,
  callback_id: 'request',
  private_metadata: 'r-1',
  title: plain('回滚'),
  submit: plain('提交'),
  notify_on_close: true,
  blocks: [
    { type: 'alert' as const, text: plain('会丢失数据'), level: 'warning' as const },
    {
      type: 'input' as const,
      block_id: 'scheme',
      label: plain('方案'),
      element: {
        type: 'radio_buttons' as const,
        action_id: 'choice',
        options: [option('方案 A', 'a'), option('方案 B', 'b')],
      },
    },
    {
      type: 'input' as const,
      block_id: 'reason',
      label: plain('原因'),
      element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
    },
  ],
};

function modalBot(app: App, heard: string[] = []): void {
  app.command('/rollback', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: requestModal });
  });
  app.view('request', async ({ ack, view, body, client }) => {
    const { values } = view.state;
    const reason = values.reason?.text?.value ?? '';
    if (reason.length < 4) return ack({ response_action: 'errors', errors: { reason: '请写清楚原因' } });
    await ack();
    const chosen = values.scheme?.choice?.selected_option?.value;
    await client.chat.postMessage({
      channel: 'C0INCIDENT',
      text: `${body.user.id} ${chosen} ${reason} ${view.private_metadata}`,
    });
    return undefined;
  });
  app.view({ callback_id: 'request', type: 'view_closed' }, async ({ ack, body }) => {
    await ack();
    heard.push(`closed by ${body.user.id}`);
  });
}

it('shows the errors of a refused modal, then accepts it', async () => {
  theatre = await stage(modalBot);
  const { people } = theatre;
  await people.slash('赵六', '');
  const modal = await people.waitForModal('赵六');
  expect(modal.title).toBe('回滚');
  expect(modal.plain).toBe('(warning) 会丢失数据\n方案: <方案 A | 方案 B>\n原因: <plain_text_input>');

  // The client asks for what is missing before the app hears of it.
  expect(await people.submit('赵六')).toMatchObject({
    ok: false,
    errors: { 方案: 'Please complete this required field.' },
  });
  expect(await people.submit('赵六', { 方案: '方案 B', 原因: '慢' })).toMatchObject({
    errors: { 原因: '请写清楚原因' },
  });
  expect((await people.modal('赵六'))?.errors).toEqual({ reason: '请写清楚原因' });
  expect(await people.submit('赵六', { 'reason/text': '接口大量超时' })).toEqual({ ok: true });
  expect(await people.modal('赵六')).toBeNull();
  await people.waitForMessage('赵六', 'C0INCIDENT', 'U0ZHAO6 b 接口大量超时 r-1');
  expect(await people.violations()).toEqual([]);
});

it('names the fields and options a person can fill in', async () => {
  theatre = await stage(modalBot);
  const { people } = theatre;
  await expect(people.submit('赵六')).rejects.toThrow('has no modal open');
  await people.slash('赵六', '');
  await people.waitForModal('赵六');
  await expect(people.submit('赵六', { 服务: 'x' })).rejects.toThrow('Its fields: 方案 | 原因');
  await expect(people.submit('赵六', { 方案: '方案 C' })).rejects.toThrow('the options are: 方案 A | 方案 B');
});

it('tells the app that a modal was closed', async () => {
  const heard: string[] = [];
  theatre = await stage((app) => modalBot(app, heard));
  await theatre.people.slash('李四', '');
  await theatre.people.waitForModal('李四');
  expect(await theatre.people.closeModal('李四')).toMatchObject({ ok: true });
  expect(await theatre.people.modal('李四')).toBeNull();
  expect(heard).toEqual(['closed by U0LI4']);
});

it('refuses a trigger after three seconds', async () => {
  let now = Date.parse('2026-11-20T08:00:00Z');
  let refusal: unknown;
  theatre = await stage(
    (app) =>
      app.command('/rollback', async ({ ack, client, command }) => {
        now += 3001;
        refusal = await client.views
          .open({ trigger_id: command.trigger_id, view: requestModal })
          .catch((error) => error.data.error);
        await ack();
      }),
    { now: () => now },
  );
  await theatre.people.slash('赵六', '');
  expect(refusal).toBe('expired_trigger_id');
  expect(await theatre.people.violations()).toMatchObject([{ rule: 'expired-trigger', where: 'views.open' }]);
});

it('updates and pushes modals, three deep at most', async () => {
  theatre = await stage((app) => {
    app.command('/rollback', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({
        trigger_id: command.trigger_id,
        view: { ...requestModal, callback_id: 'deeper', blocks: [] },
      });
    });
    app.view('deeper', ({ ack }) =>
      ack({ response_action: 'push', view: { ...requestModal, callback_id: 'deeper', blocks: [] } }),
    );
  });
  const { people } = theatre;
  await people.slash('赵六', '');
  await people.waitForModal('赵六');
  await people.submit('赵六');
  await people.submit('赵六');
  expect(await people.modal('赵六')).toMatchObject({ depth: 3 });
  await people.submit('赵六');
  expect(await people.violations()).toMatchObject([{ rule: 'push-limit' }]);
});

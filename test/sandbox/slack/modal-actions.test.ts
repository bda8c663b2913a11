import type { App, BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { afterEach, expect, it } from 'vitest';
import { type Stage, stage } from './bolt-app.js';

let theatre: Stage;
afterEach(() => theatre.end());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const input = (block_id: string, label: string, element: object, more = {}) => ({
  ...{ type: 'input', block_id, label: plain(label), element: { ...element, action_id: 'value' } },
  ...more,
});

/** A record's form: what a machine cannot know, and buttons that change the form or open another above it. */
const recordModal = (title: string, more: object[] = []): ModalView =>
  ({
    type: 'modal',
    callback_id: 'record',
    title: plain(title),
    submit: plain('保存'),
    blocks: [
      input('cause', '原因', { type: 'plain_text_input', multiline: true, initial_value: '第一行\n第二行' }),
      input('done', '已完成', {
        type: 'checkboxes',
        options: [option('已通知', 'told'), option('已暂停部署', 'frozen')],
      }),
      input('result', '结果', { type: 'radio_buttons', options: [option('成功', 'ok'), option('部分成功', 'partly')] }),
      input('found', '发现时间', { type: 'timepicker', initial_time: '03:00' }),
      input('owner', '负责人', { type: 'users_select' }, { optional: true }),
      {
        type: 'actions',
        block_id: 'buttons',
        elements: [
          { type: 'button', action_id: 'more', text: plain('再加一行') },
          { type: 'button', action_id: 'ask', text: plain('说明') },
          { type: 'overflow', action_id: 'menu', options: [option('清空', 'clear'), option('导入', 'import')] },
        ],
      },
      ...more,
    ],
  }) as ModalView;

const extra = input('extra', '备注', { type: 'plain_text_input' }, { optional: true });

function recordBot(app: App, heard: unknown[]): void {
  app.action('open', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: (body as BlockAction).trigger_id, view: recordModal('记录') });
  });
  app.action('more', async ({ ack, body, client }) => {
    await ack();
    const { view } = body as BlockAction;
    heard.push(view?.state.values.cause?.value?.value);
    await client.views.update({ view_id: view?.id ?? '', view: recordModal('记录（2）', [extra]) });
  });
  app.action('ask', async ({ ack, body, client }) => {
    await ack();
    const { blocks: _blocks, submit: _submit, ...frame } = recordModal('说明');
    const view = { ...frame, blocks: [{ type: 'section', text: plain('写清楚') }] } as ModalView;
    await client.views.push({ trigger_id: (body as BlockAction).trigger_id, view });
  });
  app.action('menu', async ({ ack, action }) => {
    await ack();
    heard.push((action as { selected_option?: { value: string } }).selected_option?.value);
  });
  app.view('record', async ({ ack, view }) => {
    await ack();
    heard.push(view.state.values);
  });
}

async function openRecord(heard: unknown[] = []) {
  theatre = await stage((app) => recordBot(app, heard));
  const elements = [{ type: 'button' as const, action_id: 'open', text: plain('补充记录') }];
  const blocks = [{ type: 'actions' as const, elements }];
  await theatre.app.client.chat.postMessage({ channel: 'C0INCIDENT', text: '记录', blocks });
  await theatre.people.click('赵六', '补充记录');
  await theatre.people.waitForModal('赵六');
  return theatre.people;
}

it('opens from a button on a message, with lines already written, and is filled in by label', async () => {
  const heard: unknown[] = [];
  const people = await openRecord(heard);
  expect((await people.modal('赵六'))?.values.cause?.value).toEqual({
    type: 'plain_text_input',
    value: '第一行\n第二行',
  });
  await people.submit('赵六', {
    已完成: ['已通知', '已暂停部署'],
    结果: '部分成功',
    发现时间: '03:12',
    负责人: '李四',
  });
  expect(heard).toEqual([
    {
      cause: { value: { type: 'plain_text_input', value: '第一行\n第二行' } },
      done: {
        value: { type: 'checkboxes', selected_options: [option('已通知', 'told'), option('已暂停部署', 'frozen')] },
      },
      result: { value: { type: 'radio_buttons', selected_option: option('部分成功', 'partly') } },
      found: { value: { type: 'timepicker', selected_time: '03:12' } },
      owner: { value: { type: 'users_select', selected_user: 'U0LI4' } },
    },
  ]);
  expect(await people.violations()).toEqual([]);
});

it('tells the app what was typed when a button in it is pressed, and keeps it when the app changes the form', async () => {
  const heard: unknown[] = [];
  const people = await openRecord(heard);
  await press('more', { 'cause/value': '数据库锁', 'done/value': ['told'] });
  expect(heard).toEqual(['数据库锁']);
  const modal = await people.waitFor(
    async () => {
      const seen = await people.modal('赵六');
      return seen?.title === '记录（2）' && seen;
    },
    { what: 'the changed form' },
  );
  expect(modal.values).toMatchObject({
    cause: { value: { value: '数据库锁' } },
    done: { value: { selected_options: [{ value: 'told' }] } },
    found: { value: { selected_time: '03:00' } },
    extra: { value: { value: null } },
  });
});

it('keeps what was typed below while another form is on top', async () => {
  const people = await openRecord();
  await press('ask', { 'cause/value': '磁盘满' });
  await people.waitFor(async () => (await people.modal('赵六'))?.depth === 2, { what: 'the form above' });
  await people.closeModal('赵六');
  expect(await people.modal('赵六')).toMatchObject({ depth: 1, values: { cause: { value: { value: '磁盘满' } } } });
});

it('has menus in it, and refuses what they do not offer', async () => {
  const heard: unknown[] = [];
  const people = await openRecord(heard);
  await people.click('赵六', '导入');
  expect(heard).toEqual(['import']);
  await people.select('赵六', '结果', '成功');
  expect((await people.modal('赵六'))?.values.result?.value).toMatchObject({ selected_option: { value: 'ok' } });
  await expect(people.submit('赵六', { 已完成: ['已回滚'] })).rejects.toThrow('the options are: 已通知 | 已暂停部署');
  await expect(people.submit('赵六', { 发现时间: '25:00' })).rejects.toThrow('is not written like 09:30');
});

/** Presses a button as the page does, which sends along what is typed and not submitted. */
async function press(action: string, typed: object) {
  const body = JSON.stringify({ as: '赵六', action, typed });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${theatre.slack.url}/control/click`, { method: 'POST', headers, body })).status).toBe(200);
}

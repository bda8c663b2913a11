import type { App } from '@slack/bolt';
import { afterEach, expect, it } from 'vitest';
import { type Stage, stage } from './bolt-app.js';

let theatre: Stage;
afterEach(() => theatre.end());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });

const panel = [
  {
    type: 'section',
    text: plain('备份'),
    accessory: { type: 'static_select', action_id: 'backup', options: [option('昨天', 'b1'), option('前天', 'b2')] },
  },
  {
    type: 'section',
    text: plain('更多'),
    accessory: { type: 'overflow', action_id: 'more', options: [option('复制编号', 'copy'), option('静音', 'mute')] },
  },
  {
    type: 'actions',
    elements: [
      { type: 'checkboxes', action_id: 'done', options: [option('已通知', 'told'), option('已暂停部署', 'frozen')] },
      { type: 'users_select', action_id: 'owner', placeholder: plain('负责人') },
      { type: 'datepicker', action_id: 'day', placeholder: plain('日期') },
      { type: 'timepicker', action_id: 'time', placeholder: plain('时间'), timezone: 'Asia/Shanghai' },
      {
        type: 'static_select',
        action_id: 'tag',
        placeholder: plain('选择标签'),
        options: [option('v0.9.0', 't1'), option('v1.0.0', 't2')],
      },
      { type: 'button', action_id: 'first', text: plain('打开') },
      { type: 'button', action_id: 'second', text: plain('打开') },
    ],
  },
];

function panelBot(app: App, heard: unknown[]): void {
  app.action(/.*/, async ({ ack, action, body }) => {
    await ack();
    const { type: _type, block_id: _block, action_ts: _ts, ...chosen } = action as unknown as Record<string, unknown>;
    heard.push(chosen);
    if (body.type === 'block_actions') heard.push(Object.keys(body.state?.values ?? {}).length);
  });
}

it('reports what people choose on a message', async () => {
  const heard: unknown[] = [];
  theatre = await stage((app) => panelBot(app, heard));
  const { people } = theatre;
  await theatre.app.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'panel', blocks: panel as never });

  await people.select('赵六', '备份', '前天');
  await people.click('赵六', '静音');
  await people.select('赵六', 'done', ['已通知', '已暂停部署']);
  await people.select('赵六', '负责人', '李四');
  await people.select('赵六', '日期', '2026-11-20');
  await people.select('赵六', '时间', '03:12');
  await people.select('赵六', '选择标签', 'v1.0.0');
  await people.click('赵六', '打开', { action: 'second' });
  const choices = heard.filter((each) => typeof each === 'object');
  expect(choices).toEqual([
    { action_id: 'backup', selected_option: option('前天', 'b2') },
    { action_id: 'more', selected_option: option('静音', 'mute') },
    { action_id: 'done', selected_options: [option('已通知', 'told'), option('已暂停部署', 'frozen')] },
    { action_id: 'owner', selected_user: 'U0LI4' },
    { action_id: 'day', selected_date: '2026-11-20' },
    { action_id: 'time', selected_time: '03:12', timezone: 'Asia/Shanghai' },
    { action_id: 'tag', selected_option: option('v1.0.0', 't2') },
    { action_id: 'second', text: plain('打开') },
  ]);
  // Every payload carries the state of all inputs of the message.
  expect(heard.filter((each) => typeof each === 'number')).toEqual(Array(8).fill(2));
  await expect(people.select('赵六', '备份', '上周')).rejects.toThrow('the options are: 昨天 | 前天');
  await expect(people.select('赵六', '时间', '3点')).rejects.toThrow('is not written like 09:30');
  await expect(people.select('赵六', '端口', '1')).rejects.toThrow('In sight: 备份');
  expect(await people.violations()).toEqual([]);
});

it('serves the page with its script and style', async () => {
  theatre = await stage(() => {});
  const get = async (path: string) => (await fetch(theatre.slack.url + path)).text();
  expect(await get('/')).toContain('<div id="root">');
  expect(await get('/page.css')).toContain('PingFang SC');
  expect(await get('/page.js')).toContain('/control/events');
});

it('keeps what people ticked when the message is edited', async () => {
  theatre = await stage((app) => panelBot(app, []));
  const { people, app } = theatre;
  const checks = { type: 'checkboxes' as const, action_id: 'done', options: [option('已通知', 'told')] };
  const blocks = [{ type: 'actions' as const, block_id: 'checks', elements: [checks] }];
  const { ts = '' } = await app.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'checks', blocks });
  await people.select('赵六', 'done', ['已通知']);
  await app.client.chat.update({ channel: 'C0INCIDENT', ts, text: 'checks, again', blocks });
  const [message] = await people.messages('赵六', 'C0INCIDENT');
  expect(message).toMatchObject({ edits: 1, values: { checks: { done: { selected_options: [{ value: 'told' }] } } } });
});

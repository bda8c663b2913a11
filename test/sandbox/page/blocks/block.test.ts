import { describe, expect, it } from 'vitest';
import { anyBlock } from '../../../../sandbox/slack/blocks/blocks.js';
import { accessory, actionElement, inputElement } from '../../../../sandbox/slack/blocks/elements.js';
import * as sample from '../../slack/blocks/samples.js';
import { drawnBlock, wordsOf } from '../drawn.js';

const blocks: Record<string, { type: string }> = {
  section: sample.section(),
  context: { type: 'context', elements: [sample.mrkdwn('small')] } as { type: string },
  actions: sample.actions(sample.button()),
  input: sample.input(sample.select()),
  image: { type: 'image', image_url: 'data:,', alt_text: 'a picture' } as { type: string },
  task_card: sample.task('t'),
  plan: sample.plan(sample.task('t')),
  table: sample.table([[sample.cell]]),
  rich_text: sample.rich(sample.words('rich')),
  header: { type: 'header', text: sample.plain('head') } as { type: string },
  divider: { type: 'divider' },
  markdown: { type: 'markdown', text: '**bold**' } as { type: string },
  alert: { type: 'alert', text: sample.plain('careful'), level: 'warning' } as { type: string },
};

const elements: Record<string, object> = {
  button: sample.button(),
  overflow: { type: 'overflow', action_id: 'o', options: [sample.option('a')] },
  image: { type: 'image', image_url: 'data:,', alt_text: 'a picture' },
  static_select: sample.select(),
  users_select: { type: 'users_select', action_id: 'u' },
  datepicker: { type: 'datepicker', action_id: 'd' },
  timepicker: { type: 'timepicker', action_id: 't' },
  checkboxes: { type: 'checkboxes', action_id: 'c', options: [sample.option('a')] },
  radio_buttons: sample.radio(),
  plain_text_input: { type: 'plain_text_input', action_id: 'p' },
};

const typesOf = (union: { options: readonly { shape: { type: { value: string } } }[] }) =>
  union.options.map(({ shape }) => shape.type.value);

describe('every kind the local Slack accepts is drawn', () => {
  it.each(typesOf(anyBlock))('block %s', (type) => {
    expect(drawnBlock(blocks[type])).toMatch(/<\w+/);
  });

  it.each(typesOf(actionElement))('%s among actions', (type) => {
    expect(drawnBlock(sample.actions(elements[type]))).toMatch(/<(button|select|input)/);
  });

  it.each(typesOf(accessory))('%s beside a section', (type) => {
    expect(drawnBlock(sample.section({ accessory: elements[type] }))).toMatch(/<(button|select|input|img)/);
  });

  it.each(typesOf(inputElement))('%s as an input', (type) => {
    expect(drawnBlock(sample.input(elements[type]))).toMatch(/<(select|input|textarea)/);
  });
});

describe('words in rich text and mrkdwn', () => {
  const line = (element: object) => drawnBlock(sample.rich({ type: 'rich_text_section', elements: [element] }));

  it('names people, groups and channels; what concerns the reader is highlighted', () => {
    expect(line({ type: 'user', user_id: 'U0LI4' })).toContain('<span class="mention">@李四</span>');
    expect(line({ type: 'user', user_id: 'U0ZHAO6' })).toContain('<span class="mention me">@赵六</span>');
    expect(line({ type: 'usergroup', usergroup_id: 'S0OPS' })).toContain('<span class="mention me">@ops</span>');
    expect(wordsOf(line({ type: 'channel', channel_id: 'C0INCIDENT' }))).toBe('#incident-wechat');
    expect(drawnBlock(sample.section({ text: sample.mrkdwn('<!subteam^S0OPS>') }))).toContain('@ops');
  });

  it('draws quotes, with what is in them', () => {
    const html = drawnBlock(sample.section({ text: sample.mrkdwn('before\n> *one*\n&gt; two\nafter 1 > 0') }));
    expect(html).toContain('before\n<blockquote><b>one</b>\ntwo</blockquote>after 1 > 0');
  });

  it('shows colours, highlights and emoji', () => {
    expect(line({ type: 'color', value: '#ff0000' })).toContain('background:#ff0000');
    expect(line({ type: 'text', text: 'new', style: { highlight: true } })).toContain('<mark>new</mark>');
    expect(wordsOf(line({ type: 'emoji', name: 'rocket', unicode: '1f680' }))).toBe('🚀');
  });

  it('opens links to messages of this workspace in the page, and no link that is not of the web', () => {
    const permalink = 'https://backout.slack.com/archives/C0INCIDENT/p1795192942303000';
    expect(line({ type: 'link', url: permalink })).toContain(
      'href="#as=U0ZHAO6&amp;channel=C0INCIDENT&amp;thread=1795192942.303000"',
    );
    expect(line({ type: 'link', url: 'javascript:alert(1)', text: 'press' })).not.toContain('href');
  });
});

import { describe, expect, it } from 'vitest';
import { checkBlocks, checkView } from '../../../../sandbox/slack/blocks/check.js';
import { input, judge, letters, many, mrkdwn, plain, plan, radio, said, section, task } from './samples.js';

judge([
  [
    '50 blocks in a message',
    many(50, () => ({ type: 'divider' })),
    many(51, () => ({ type: 'divider' })),
    'no more than 50 items allowed [/blocks]',
  ],
  [
    '100 blocks in Home',
    many(100, () => ({ type: 'divider' })),
    many(101, () => ({ type: 'divider' })),
    'no more than 100 items allowed',
    'home',
  ],
  ['no plan in a modal', [section()], [plan(task('1'))], 'plan blocks are not allowed in a modal', 'modal'],
  [
    'no markdown in Home',
    [section()],
    [{ type: 'markdown', text: 'a' }],
    'markdown blocks are not allowed in a home',
    'home',
  ],
  [
    'alert only in a modal',
    [section()],
    [{ type: 'alert', text: plain('a') }],
    'alert blocks are not allowed in a message',
  ],
  [
    'total size',
    [section({ text: mrkdwn(letters(3000)) })],
    many(5, () => section({ text: mrkdwn(letters(3000)) })),
    'characters of blocks',
  ],
]);

describe('a message', () => {
  it('names the error Slack would give', () => {
    expect(checkBlocks([{ type: 'nope' }], 'message').error).toBe('invalid_blocks');
    const long = many(5, () => section({ text: mrkdwn(letters(3000)) }));
    expect(checkBlocks(long, 'message').error).toBe('msg_blocks_too_long');
    expect(checkBlocks([section()], 'message').error).toBeUndefined();
  });

  it('accepts an alert in a modal', () => {
    expect(said([{ type: 'alert', text: plain('data loss'), level: 'warning' }], 'modal')).toEqual([]);
  });
});

describe('views', () => {
  const modal = (more = {}) => ({
    type: 'modal',
    title: plain('Roll back'),
    submit: plain('Go'),
    blocks: [section()],
    ...more,
  });

  it.each([
    ['title 24', modal({ title: plain(letters(25)) }), 'must be at most 24 characters [/view/title/text]'],
    ['submit 24', modal({ submit: plain(letters(25)) }), 'must be at most 24 characters [/view/submit/text]'],
    ['private_metadata 3000', modal({ private_metadata: letters(3001) }), 'must be at most 3000 characters'],
    ['callback_id 255', modal({ callback_id: letters(256) }), 'must be at most 255 characters'],
    ['unknown field', modal({ size: 'large' }), 'invalid additional property: size [/view]'],
    ['input needs submit', modal({ submit: undefined, blocks: [input(radio())] }), 'missing required field: submit'],
    ['home has no title', { type: 'home', title: plain('a'), blocks: [] }, 'invalid additional property: title'],
    ['blocks are checked', modal({ blocks: [{ type: 'nope' }] }), 'unsupported type: nope [/view/blocks/0/type]'],
  ])('%s', (_rule, view, complaint) => {
    expect(checkView(modal())).toEqual([]);
    const complaints = checkView(view).map(({ message, pointer }) => `${message} [${pointer}]`);
    expect(complaints.join('\n')).toContain(complaint);
  });
});

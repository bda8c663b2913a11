import { cell, judge, letters, many, mrkdwn, plain, plan, rich, table, task, words } from './samples.js';

judge([
  [
    'plan status',
    [plan(task('1', { status: 'complete' }))],
    [plan(task('1', { status: 'completed' }))],
    'must be one of: pending, in_progress, complete, error [/blocks/0/tasks/0/status]',
  ],
  ['one plan', [plan(task('1'))], [plan(task('1')), plan(task('2'))], 'Cannot have more than 1 plan block'],
  [
    'plan and task_card exclude each other',
    [task('1')],
    [plan(task('1')), task('2')],
    'Cannot have both plan and task_card blocks',
  ],
  ['task_id unique', [plan(task('1'), task('2'))], [plan(task('1'), task('1'))], '`task_id` "1" already exists'],
  [
    'task title is a string',
    [task('1')],
    [task('1', { title: plain('a') })],
    'must be a valid string [/blocks/0/title]',
  ],
  [
    'task output is rich text',
    [task('1', { output: rich(words('ok')) })],
    [task('1', { output: 'ok' })],
    'must be a valid object [/blocks/0/output]',
  ],
  [
    'markdown 12000 together',
    [{ type: 'markdown', text: letters(12_000) }],
    [
      { type: 'markdown', text: letters(6001) },
      { type: 'markdown', text: letters(6000) },
    ],
    'markdown blocks must be at most 12000 characters together',
  ],
  ['one table', [table([[cell]])], [table([[cell]]), table([[cell]])], 'only_one_table_allowed'],
  [
    '100 table rows',
    [table(many(100, () => [cell]))],
    [table(many(101, () => [cell]))],
    'no more than 100 items allowed [/blocks/0/rows]',
  ],
  [
    '20 table cells',
    [table([many(20, () => cell)])],
    [table([many(21, () => cell)])],
    'no more than 20 items allowed [/blocks/0/rows/0]',
  ],
  [
    'table cell types',
    [table([[{ type: 'raw_number', value: 1, text: '1' }, rich(words('a'))]])],
    [table([[mrkdwn('a')]])],
    'unsupported type: mrkdwn',
  ],
  [
    'rich text parts',
    [rich(words('a'), { type: 'rich_text_quote', elements: [{ type: 'user', user_id: 'U1' }] })],
    [rich({ type: 'paragraph', elements: [] })],
    'unsupported type: paragraph',
  ],
  ['rich text words are not empty', [rich(words('a'))], [rich(words(''))], 'must be at least 1 characters'],
  [
    'preformatted holds text',
    [rich({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: '$ ls' }] })],
    [rich({ type: 'rich_text_preformatted', elements: [{ type: 'emoji', name: 'x' }] })],
    'unsupported type: emoji',
  ],
  [
    'date element',
    [rich({ type: 'rich_text_section', elements: [{ type: 'date', timestamp: 1, format: '{time}' }] })],
    [rich({ type: 'rich_text_section', elements: [{ type: 'date', timestamp: 'now', format: '{time}' }] })],
    'must be a valid number',
  ],
  [
    'list style',
    [rich({ type: 'rich_text_list', style: 'ordered', elements: [words('a')] })],
    [rich({ type: 'rich_text_list', style: 'dash', elements: [words('a')] })],
    'must be one of: bullet, ordered',
  ],
]);

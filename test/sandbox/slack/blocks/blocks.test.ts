import { button, judge, letters, many, mrkdwn, plain, section } from './samples.js';

judge([
  ['unknown block type', [section()], [{ type: 'nope' }], 'unsupported type: nope [/blocks/0/type]'],
  [
    'unknown field',
    [section({ expand: true })],
    [section({ colour: 'red' })],
    'invalid additional property: colour [/blocks/0]',
  ],
  ['section needs text or fields', [section()], [{ type: 'section' }], 'missing required field: text [/blocks/0]'],
  [
    'section text 3000',
    [section({ text: mrkdwn(letters(3000)) })],
    [section({ text: mrkdwn(letters(3001)) })],
    'must be at most 3000 characters [/blocks/0/text/text]',
  ],
  [
    'empty text',
    [section({ text: plain('a') })],
    [section({ text: plain('') })],
    'must be at least 1 characters [/blocks/0/text/text]',
  ],
  [
    '10 fields',
    [section({ fields: many(10, () => mrkdwn('f')) })],
    [section({ fields: many(11, () => mrkdwn('f')) })],
    'no more than 10 items allowed [/blocks/0/fields]',
  ],
  [
    'field 2000',
    [section({ fields: [mrkdwn(letters(2000))] })],
    [section({ fields: [mrkdwn(letters(2001))] })],
    'must be at most 2000 characters [/blocks/0/fields/0/text]',
  ],
  [
    'accessory types',
    [section({ accessory: button() })],
    [section({ accessory: { type: 'plain_text_input' } })],
    'unsupported type: plain_text_input [/blocks/0/accessory/type]',
  ],
  [
    'header 150',
    [{ type: 'header', text: plain(letters(150)) }],
    [{ type: 'header', text: plain(letters(151)) }],
    'must be at most 150 characters [/blocks/0/text/text]',
  ],
  [
    'header is plain',
    [{ type: 'header', text: plain('a') }],
    [{ type: 'header', text: mrkdwn('a') }],
    'must be one of: plain_text [/blocks/0/text/type]',
  ],
  [
    'divider is bare',
    [{ type: 'divider' }],
    [{ type: 'divider', text: plain('a') }],
    'invalid additional property: text',
  ],
  [
    'image needs alt_text',
    [{ type: 'image', image_url: 'https://x', alt_text: 'a' }],
    [{ type: 'image', image_url: 'https://x' }],
    'missing required field [/blocks/0/alt_text]',
  ],
]);

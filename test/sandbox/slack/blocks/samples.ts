import { expect, it } from 'vitest';
import { checkBlocks } from '../../../../sandbox/slack/blocks/check.js';
import type { Surface } from '../../../../sandbox/slack/blocks/surfaces.js';

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const letters = (count: number) => 'x'.repeat(count);
export const many = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index));
export const option = (value: string) => ({ text: plain(value), value });
export const button = (more = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const section = (more = {}) => ({ type: 'section', text: mrkdwn('hello'), ...more });
export const input = (element: unknown, more = {}) => ({ type: 'input', label: plain('Reason'), element, ...more });
export const words = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
export const rich = (...elements: unknown[]) => ({ type: 'rich_text', elements });
export const task = (id: string, more = {}) => ({
  type: 'task_card',
  task_id: id,
  title: 'Stop',
  status: 'pending',
  ...more,
});
export const plan = (...tasks: unknown[]) => ({ type: 'plan', title: 'Scheme A', tasks });
export const table = (rows: unknown[][]) => ({ type: 'table', rows });
export const cell = { type: 'raw_text', text: 'a' };
export const select = (more = {}) => ({ type: 'static_select', action_id: 's', options: [option('a')], ...more });
export const radio = (more = {}) => ({ type: 'radio_buttons', action_id: 'r', options: [option('a')], ...more });
export const confirm = { title: plain('t'), text: plain('t'), confirm: plain('y'), deny: plain('n') };

/** A rule, blocks that keep it, blocks that break it, and what is said about them. */
export type Row = [rule: string, good: unknown[], bad: unknown[], complaint: string, surface?: Surface];

export const said = (blocks: unknown[], surface: Surface = 'message') =>
  checkBlocks(blocks, surface).problems.map(({ message, pointer }) => `${message} [${pointer}]`);

/** One test per rule. */
export function judge(rows: Row[]): void {
  it.each(rows)('%s', (_rule, good, bad, complaint, surface = 'message') => {
    expect(said(good, surface)).toEqual([]);
    expect(said(bad, surface).join('\n')).toContain(complaint);
  });
}

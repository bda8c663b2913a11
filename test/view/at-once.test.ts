import { expect, it } from 'vitest';
import { askingFailed } from '../../gallery/tales/opened.js';
import { unknownStep } from '../../gallery/tales/unknown.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';

const card = (state: Parameters<typeof surfacesOf>[0]) =>
  rendered(messageOf(surfacesOf(state, { now: 1, delivered: new Set(['card', 'request-file']) }), 'card'));

it('tells a required check that failed at once, while others are still asked', () => {
  expect(card(askingFailed('zh-CN'))).toContain(
    '❌ 已经可以确定，这些必须通过的验证没有通过：错误率下降到正常水平（< 1%）',
  );
  expect(card(askingFailed('en'))).toContain('❌ Already certain: these required checks did not pass: ');
});

it('warns that an unknown step may still run on its host, unless the host restarted', () => {
  expect(card(unknownStep({})('zh-CN'))).toContain('它也可能还在主机上运行。');
  expect(card(unknownStep({ reason: 'still-running', claimed: true })('en'))).toContain(
    'It is still running on the host.',
  );
  expect(card(unknownStep({ reason: 'host-rebooted', rebooted: true })('en'))).not.toContain('running on the host.');
});

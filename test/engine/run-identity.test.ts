import { expect, it } from 'vitest';
import { newRunIdentity } from '../../src/engine/run-identity.js';

const AT = Date.UTC(2026, 10, 19, 17, 30);

it('names a run by the day in the zone of its plan', () => {
  expect(newRunIdentity(AT, 'Asia/Shanghai').runId).toMatch(/^20261120-[0-9a-z]{5}$/);
  expect(newRunIdentity(AT, 'Etc/UTC').runId).toMatch(/^20261119-[0-9a-z]{5}$/);
});

it('orders requests of one millisecond as they came', () => {
  const all = Array.from({ length: 200 }, () => newRunIdentity(AT, 'Etc/UTC'));
  expect(all.map(({ token }) => token).toSorted()).toEqual(all.map(({ token }) => token));
  expect(all.map(({ runId }) => runId).toSorted()).toEqual(all.map(({ runId }) => runId));
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal, type Store } from '../../src/store/open-journal.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-messages-'));
let store: Store;

beforeAll(async () => {
  const opened = await openJournal(join(folder, 'backout.db'), { now: () => 1 });
  if (!opened.ok) throw new Error(opened.failure.detail);
  store = opened.value;
});
afterAll(async () => {
  await store.journal.close();
  await rm(folder, { recursive: true });
});

describe('the messages of a run', () => {
  const message = (ts: string, digest = 'd1') => ({ channel: 'C1', ts, digest });

  it('are found by run and surface, the one saved last', async () => {
    await store.messages.save('r1', 'progress', message('1.1'));
    await store.messages.save('r1', 'approval', message('1.2'));
    await store.messages.save('r2', 'progress', message('2.1'));
    await store.messages.save('r1', 'progress', message('1.1', 'd2'));

    expect(await store.messages.find('r1', 'progress')).toEqual(message('1.1', 'd2'));
    expect(await store.messages.find('r2', 'approval')).toBeUndefined();
    expect(await store.messages.all('r1')).toEqual([
      { key: 'approval', ...message('1.2') },
      { key: 'progress', ...message('1.1', 'd2') },
    ]);
  });
});

describe('deliveries', () => {
  const HOUR = 3_600_000;

  it('are first once, also when many arrive together', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.deliveries.isFirst('e1', HOUR)));

    expect(answers.filter((first) => first)).toHaveLength(1);
    expect(await store.deliveries.isFirst('e2', HOUR)).toBe(true);
  });

  it('are forgotten after two hours', async () => {
    await store.deliveries.isFirst('old', 10 * HOUR);

    expect(await store.deliveries.isFirst('old', 12 * HOUR)).toBe(false);
    expect(await store.deliveries.isFirst('old', 12 * HOUR + 1)).toBe(true);
  });
});

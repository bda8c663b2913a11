import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { expect, test } from 'vitest';
import { createSpareLine } from '../../src/ssh/spare-line.js';

/** A spare line of channels that are there at once, each ready or not. */
function spareLine(isReady = true) {
  const opened: ClientChannel[] = [];
  const spare = createSpareLine({
    spareTime: 60_000,
    seat: () => () => {},
    open: async () => {
      const channel = Object.assign(new PassThrough(), { close: () => {} }) as unknown as ClientChannel;
      opened.push(channel);
      return channel;
    },
    prepare: async () => isReady,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { spare, opened, settled };
}

test('a line that is wished for is there, once, and says whether it is ready', async () => {
  for (const isReady of [true, false]) {
    const { spare, opened, settled } = spareLine(isReady);
    spare.want();
    await settled();
    spare.want();
    await settled();
    expect(opened).toHaveLength(1);
    expect(await spare.take()?.isReady).toBe(isReady);
  }
});

test('one that was taken is opened anew by the next wish, or where it is refilled', async () => {
  const { spare, opened, settled } = spareLine();
  spare.want();
  await settled();
  expect(spare.take()?.channel).toBe(opened[0]);
  await settled();
  expect([spare.isThere, opened.length]).toEqual([false, 1]);
  spare.refill();
  await settled();
  spare.take();
  spare.want();
  await settled();
  expect([spare.isThere, opened.length]).toEqual([true, 3]);
});

test('one that breaks is nobody’s any more', async () => {
  const { spare, opened, settled } = spareLine();
  spare.want();
  await settled();
  opened[0]?.emit('close');
  expect(spare.take()).toBeUndefined();
});

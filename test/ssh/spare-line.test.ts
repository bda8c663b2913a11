import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { expect, test } from 'vitest';
import { createSpareLine } from '../../src/ssh/spare-line.js';

/** A spare line of channels that are there at once; `given` says which of them the program went to. */
function spareLine() {
  const opened: ClientChannel[] = [];
  const given: number[] = [];
  const spare = createSpareLine({
    spareTime: 60_000,
    seat: () => () => {},
    open: async () => {
      const channel = Object.assign(new PassThrough(), { close: () => {} }) as unknown as ClientChannel;
      opened.push(channel);
      return channel;
    },
    sendProgram: async (channel) => given.push(opened.indexOf(channel)) > 0,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { spare, opened, given, settled };
}

test('the program goes ahead on the line that was wished for, once', async () => {
  const { spare, given, settled } = spareLine();
  spare.want();
  await settled();
  spare.want();
  await settled();
  expect(given).toEqual([0]);
  expect(await spare.take()?.program).toBe(true);
});

test('a line behind a start is kept without it, until the next wish', async () => {
  const { spare, opened, given, settled } = spareLine();
  spare.want();
  await settled();
  spare.take();
  spare.refill();
  await settled();
  expect(opened).toHaveLength(2);
  expect(given).toEqual([0]);
  spare.want();
  expect(given).toEqual([0, 1]);
  expect(spare.take()?.channel).toBe(opened[1]);
});

import { expect, test } from 'vitest';
import { createTeardown } from '../../sandbox/demo/teardown.js';

test('what was started last ends first; one failure does not spare the rest, and is told', async () => {
  const ended: string[] = [];
  const teardown = createTeardown();
  teardown.add(async () => ended.push('slack'));
  teardown.add(() => Promise.reject(new Error('host hangs')));
  teardown.add(async () => ended.push('bot'));
  await expect(teardown.run()).rejects.toMatchObject({ errors: [new Error('host hangs')] });
  expect(ended).toEqual(['bot', 'slack']);
});

test('asked twice, it ends everything once', async () => {
  let times = 0;
  const teardown = createTeardown();
  teardown.add(async () => {
    times += 1;
  });
  await Promise.all([teardown.run(), teardown.run()]);
  expect(times).toBe(1);
});

import { expect, it } from 'vitest';
import { createHealth } from '../../src/health/health.js';

function patient({ connected = true, write = async (): Promise<unknown> => true } = {}) {
  const at = { now: 1_000_000, connected, write, writes: 0 };
  const health = createHealth({
    clock: { now: () => at.now },
    connected: () => at.connected,
    write: () => {
      at.writes += 1;
      return at.write();
    },
    openRuns: () => 2,
  });
  return { at, now: () => health.now(), stop: health.stop };
}

it('is well while it hears Slack and can write', async () => {
  const { now, stop } = patient();
  expect(await now()).toEqual({
    ok: true,
    slack: { connected: true },
    journal: { writable: true },
    runs: { open: 2 },
    problems: [],
  });
  stop();
});

it('bears a minute without Slack, and no more', async () => {
  const { at, now, stop } = patient();
  await now();
  at.connected = false;
  at.now += 60_000;
  expect(await now()).toMatchObject({ ok: true, slack: { connected: false } });
  at.now += 1_000;
  expect(await now()).toMatchObject({
    ok: false,
    problems: [expect.stringContaining('not connected to Slack for 61 s')],
  });
  at.connected = true;
  expect(await now()).toMatchObject({ ok: true, problems: [] });
  stop();
});

it('is not well when the journal refuses', async () => {
  const { now, stop } = patient({ write: () => Promise.reject(new Error('disk full')) });
  expect(await now()).toMatchObject({
    ok: false,
    journal: { writable: false },
    problems: [expect.stringContaining('journal')],
  });
  stop();
});

it('does not wait for a journal that hangs', async () => {
  const { now, stop } = patient({ write: () => new Promise(() => {}) });
  expect(await now()).toMatchObject({ ok: false, journal: { writable: false } });
  stop();
});

it('tries the journal seldom, however often it is asked', async () => {
  const { at, now, stop } = patient();
  await Promise.all([now(), now(), now()]);
  expect(at.writes).toBe(1);
  at.now += 10_000;
  await now();
  expect(at.writes).toBe(2);
  stop();
});

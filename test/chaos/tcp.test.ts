import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ok } from '../../src/domain/result.js';
import type { StepEnd } from '../../src/domain/step-end.js';
import type { Remote, Segment } from '../../src/engine/ports.js';
import { createRemote } from '../../src/ssh/ssh-remote.js';
import { TOKEN } from './plan.js';
import { type Direction, FAULTS, type Strike, startProxy, type TcpProxy } from './proxy.js';
import { openWorld, type World } from './world.js';

// The network fails at every place of the conversation with a host: while connecting, logging in, sending and listening.
const NAMES = ['one', 'two', 'three'];
const LIMITS = {
  ...{ graceSeconds: 1, connectTimeout: 600, keepalive: 100, openTimeout: 500, answerTimeout: 1_000 },
  ...{ patience: 5_000, backOff: { first: 20, most: 100 } },
};
/** Of somebody with a network that works, however busy this machine is. */
const PATIENT = {
  ...LIMITS,
  connectTimeout: 20_000,
  keepalive: 20_000,
  openTimeout: 20_000,
  answerTimeout: 20_000,
  patience: 60_000,
};

const world: World = await openWorld();
afterAll(() => world.close());

/** A segment that nobody sent before. */
function segmentOf(run: string): Segment {
  const text = `${TOKEN}; echo "$token begin" >>"$HOME/witness"; echo "output of"; sleep 0.03; echo "$token"`;
  const script = { text, env: {}, secrets: {}, deadline: 20_000 };
  const lock = { system: run, run, by: 'Tests', reason: 'Chaos', since: 0 };
  return { lock, orders: NAMES.map((name) => ({ token: `${run}.${name}`, script })) };
}

/** Reaches the host through a port of its own, and so under a pinned key of its own. */
function remoteAt(port: number, limits = LIMITS): { remote: Remote; target: Parameters<Remote['ensure']>[0] } {
  const { box, root } = world;
  const knownHostsFile = join(root, `known_hosts-${port}`);
  writeFileSync(knownHostsFile, `${box.knownHosts.replace(`:${box.port} `, `:${port} `)}\n`);
  const remote = createRemote({
    connections: () => ok({ keyFile: box.clientKeyFile, knownHostsFile }),
    environments: () => ok({}),
    clock: { now: () => Date.now() },
    log: { warn: () => {} },
    fence: { journal: 'tcp', epoch: 1 },
    limits,
  });
  return { remote, target: { name: 'app', host: '127.0.0.1', port, user: box.user } };
}

async function ensure(port: number, segment: Segment, limits = LIMITS): Promise<ReadonlyMap<string, StepEnd>> {
  const { remote, target } = remoteAt(port, limits);
  const ends = new Map<string, StepEnd>();
  const listener = {
    signal: new AbortController().signal,
    onEnd(token: string, end: StepEnd) {
      expect(ends.has(token)).toBe(false);
      ends.set(token, end);
    },
  };
  await remote.ensure(target, segment, listener);
  await remote.close();
  return ends;
}

/** Three places in every piece that a whole conversation is made of. */
function windowsIn({ pieces }: TcpProxy): readonly Omit<Strike, 'fault'>[] {
  return (['up', 'down'] satisfies Direction[]).flatMap((direction) =>
    pieces[direction].flatMap((end, index, all) => {
      const begin = all[index - 1] ?? 0;
      const places = [1 / 3, 2 / 3, 1].map((part) => Math.ceil(begin + (end - begin) * part));
      return [...new Set(places)].map((after) => ({ direction, after }));
    }),
  );
}

const proxy = await startProxy(world.box.port);
// Without signs of life, which are the more the slower this machine is: what is left passes in every conversation.
await ensure(proxy.port, segmentOf('rehearsal'), PATIENT);
await proxy.close();
const windows = windowsIn(proxy);
/** The parts of the conversation that each fault struck in. */
const struckIn = new Set<string>();
const PARTS = ['beginning', 'middle', 'end'];
const partOf = ({ direction, after }: Omit<Strike, 'fault'>) => {
  const most = proxy.pieces[direction].at(-1) ?? 0;
  return `${PARTS[Math.min(2, Math.floor((after / most) * 3))]}, ${direction}`;
};

describe.each(FAULTS)('the connection suffers a %s', (fault) => {
  it.concurrent.each(windows)('after $after bytes $direction', async ({ direction, after }) => {
    const segment = segmentOf(`${fault}-${direction}-${after}`);
    const struck = await startProxy(world.box.port, { direction, after, fault });
    const heard = await ensure(struck.port, segment);
    await struck.close();
    if (struck.struck()) struckIn.add(`${fault}, ${partOf({ direction, after })}`);
    const [first] = heard.values();
    // Either the host's own word, or the honest opposite; then nothing later is claimed to have gone well.
    const kinds = [...heard.values()].map(({ kind }) => kind);
    expect(kinds.slice(0, -1).every((kind) => kind === 'exited')).toBe(true);
    expect(['exited', 'lost', 'not-started']).toContain(kinds.at(-1));
    const ran = () => world.witness().filter((line) => line.startsWith(`${segment.lock.run}.`));
    if (first?.kind === 'not-started') expect(ran()).toEqual([]);
    // With the network back, the host tells everything, and starts what it had not.
    const told = await ensure(world.box.port, segment, PATIENT);
    expect(ran()).toEqual(segment.orders.map(({ token }) => `${token} begin`));
    for (const { token } of segment.orders)
      expect(told.get(token)).toMatchObject({ kind: 'exited', code: 0, output: { text: `output of\n${token}\n` } });
  });
});

// Pieces are not the same length each time, so the last of them may not be reached; each part of the conversation is.
it('strikes with each fault at the beginning, in the middle and at the end, in both directions', () => {
  expect(windows.length * FAULTS.length).toBeGreaterThan(200);
  const everywhere = FAULTS.flatMap((fault) => windows.map((place) => `${fault}, ${partOf(place)}`));
  expect([...struckIn].toSorted()).toEqual([...new Set(everywhere)].toSorted());
  expect(struckIn.size).toBe(FAULTS.length * PARTS.length * 2);
});

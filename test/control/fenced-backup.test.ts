import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { restore } from '../../src/control/restore.js';
import type { Fence } from '../../src/domain/fence.js';
import { ok } from '../../src/domain/result.js';
import { createRemote } from '../../src/ssh/ssh-remote.js';
import { openJournal } from '../../src/store/open-journal.js';
import { type Lab, noLocalTargets, openLab, order } from '../ssh/helpers/remote.js';
import { must, type Stand, standUp } from './stand.js';

// What a host says to the bot of a backup, with the real runner over SSH.
let stand: Stand;
let lab: Lab;
let steps = 0;
beforeEach(async () => {
  [stand, lab] = [await standUp(), await openLab()];
});
afterEach(async () => {
  await lab.close();
  await stand.end();
});

/** Opens the journal as a bot does, closes it, and says under which fence that bot would have worked. */
async function bot(): Promise<Fence> {
  const { fence, journal } = must(await openJournal(stand.file));
  await journal.close();
  return fence;
}

/** How a step of a bot with this fence ends on the host. */
async function stepOf(fence: Fence): Promise<string> {
  const remote = createRemote({
    connections: () => ok({ keyFile: lab.box.clientKeyFile, knownHostsFile: lab.knownHostsFile }),
    environments: noLocalTargets,
    ...{ fence, clock: { now: () => Date.now() }, log: { warn: () => undefined } },
  });
  const lock = { system: 's', run: 'r', by: 'x', reason: 'y', since: 1 };
  const orders = [order('true', { token: `01JQXTESTTESTTESTTESTTESTT.s${++steps}` })];
  let end = 'none';
  const onEnd = (_: string, heard: { kind: string; failure?: { code: string } }) => {
    end = heard.failure?.code ?? heard.kind;
  };
  await remote.ensure(lab.target, { orders, lock }, { signal: AbortSignal.timeout(20_000), onEnd });
  await remote.close();
  return end;
}

it('is refused when the file was only copied, and obeyed when it was restored; the bot it replaces no longer is', async () => {
  await bot();
  const backup = join(stand.folder, 'kept.db');
  await copyFile(stand.file, backup);
  await bot();
  const last = await bot();
  expect(await stepOf(last)).toBe('exited');

  await copyFile(backup, stand.file);
  expect(await stepOf(await bot())).toBe('host.fenced');

  const asked = { from: backup, journalFile: stand.file, by: 'root', now: Date.now(), language: 'en' } as const;
  expect(must(await restore(asked))).toMatchObject({ open: [] });
  expect(await stepOf(await bot())).toBe('exited');
  expect(await stepOf(last)).toBe('host.fenced');
});

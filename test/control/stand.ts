import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createDesk } from '../../src/control/desk.js';
import { type Control, listenBeside } from '../../src/control/listen.js';
import type { Hosts } from '../../src/control/locks.js';
import { ok } from '../../src/domain/result.js';
import { openJournal, type Store } from '../../src/store/open-journal.js';
import type { Untimed } from '../helpers/story.js';
import { T0 } from '../helpers/story.js';

/** A folder for one journal. */
export type Stand = {
  readonly folder: string;
  readonly file: string;
  /** Opens the journal as a bot does. */
  open(): Promise<Store>;
  /** A bot's control socket over an open store. */
  listen(store: Store, hosts?: Hosts): ReturnType<typeof listenBeside>;
  end(): Promise<void>;
};

/** A desk that has no hosts to ask. */
export const noHosts: Hosts = {
  remote: { locks: async () => ok([]), forbid: async () => ok(undefined), unlock: async () => ok(undefined) },
  targetsOf: () => undefined,
};

export const quiet = pino({ level: 'silent' });

export async function standUp(): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'backout-control-'));
  const file = join(folder, 'backout.db');
  const ends: (() => Promise<void>)[] = [];
  return {
    folder,
    file,
    async open() {
      const opened = await openJournal(file);
      if (!opened.ok) throw new Error(opened.failure.detail);
      ends.push(opened.value.journal.close);
      return opened.value;
    },
    async listen(store, hosts = noHosts) {
      const desk = createDesk({ store, journalFile: file, hosts, clock: { now: () => T0 + 60_000 }, isBot: true });
      const listening = await listenBeside(file, desk, quiet);
      if (listening.ok) ends.unshift(listening.value.close);
      return listening;
    },
    async end() {
      for (const end of ends) await end();
      await rm(folder, { recursive: true });
    },
  };
}

/** Writes a story into the journal as the bot would have. */
export async function write(store: Store, run: string, ...events: readonly Untimed[]): Promise<void> {
  for (const [seq, event] of events.entries()) {
    const appended = await store.journal.append(run, seq, { at: T0 + seq * 1_000, ...event } as never);
    if (appended === 'conflict' || !appended.ok) throw new Error(`event ${seq} of ${run} was refused`);
  }
}

export function must<T>(result: { ok: true; value: T } | { ok: false; failure: object }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

export type { Control };

import { accessSync, constants, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Box, startBox } from '../../sandbox/host/box.js';
import type { System } from '../../src/domain/system.js';
import { startApi } from './api.js';
import { PLAN } from './plan.js';

export const [OPS, LEAD, SECOND] = ['U0OPS', 'U0LEAD', 'U0SECOND'];

/** A host with its witness, the place of a bot's journal and trace, and the system that binds the plan to it. */
export type World = {
  readonly root: string;
  readonly box: Box;
  readonly system: System;
  /** Of the service that is rolled back. */
  readonly apiUrl: string;
  readonly journalFile: string;
  readonly traceFile: string;
  readonly knownHostsFile: string;
  /** What steps wrote on the host, in order: `<token> begin` and `<token> end`. */
  witness(): readonly string[];
  /** The points that bots passed so far. */
  trace(): readonly string[];
  /** Makes a file in the home on the host that a step waits for or looks at. */
  make(name: string): void;
  close(): Promise<void>;
};

export async function openWorld(): Promise<World> {
  const root = mkdtempSync(join(inMemory(), 'backout-chaos-'));
  const box = await startBox({ name: 'app', root: join(root, 'host') });
  const api = await startApi();
  const knownHostsFile = join(root, 'known_hosts');
  writeFileSync(knownHostsFile, `${box.knownHosts}\n`);
  const target = { host: box.host, port: box.port, user: box.user };
  const system: System = {
    ...{ plan: PLAN, environment: 'sandbox', language: 'en', channels: ['C0CHAOS'] },
    variables: { API: api.url },
    targets: { app: { name: 'app', ...target }, db: { name: 'db', ...target } },
    roles: { lead: { users: [LEAD, SECOND], groups: [] }, ops: { users: [OPS], groups: [] } },
    requesters: ['ops'],
  };
  const files = { journalFile: join(root, 'bot/backout.db'), traceFile: join(root, 'trace'), knownHostsFile };
  return {
    ...{ root, box, system, apiUrl: api.url, ...files },
    witness: () => linesOf(join(box.home, 'witness')),
    trace: () => linesOf(files.traceFile),
    make: (name) => writeFileSync(join(box.home, name), ''),
    async close() {
      await api.close();
      await box.close();
      await rm(root, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** A kill loses nothing that a process wrote, so nothing needs to reach a disk: memory is as good, and faster. */
function inMemory(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

import { pino } from 'pino';
import type { StoredEvent } from '../../src/domain/event.js';
import type { Incident } from '../../src/domain/incident.js';
import type { PersonKind } from '../../src/domain/person.js';
import { failed, ok } from '../../src/domain/result.js';
import { Secret } from '../../src/domain/secret.js';
import type { System } from '../../src/domain/system.js';
import type { EngineDeps } from '../../src/engine/deps.js';
import type { HttpAnswer, Journal, People, Probe } from '../../src/engine/ports.js';
import { FakeRemote } from './fake-remote.js';
import { s2Plan } from './plan.js';
import { CTO, DIRECTOR, OPS } from './story.js';

export const GUEST = 'U0GUEST';
export const PRODUCT = 'U0QIAN7';
export const ADMIN_KEY = 'k3y-for-the-tests';

/** A journal in memory that keeps the port's promises; `full` makes every append fail as a full disk does. */
export class MemoryJournal implements Journal {
  readonly streams = new Map<string, StoredEvent[]>();
  readonly incidents: Incident[] = [];
  full = false;

  async append(runId: string, seq: number, event: StoredEvent['event']) {
    if (this.full) return failed({ code: 'journal.full', at: 'memory' });
    const stream = this.streams.get(runId) ?? [];
    if (stream.length !== seq) return 'conflict' as const;
    // Through JSON, as a real journal does it.
    const stored: StoredEvent = JSON.parse(JSON.stringify({ seq, hash: `${runId}#${seq}`, event }));
    this.streams.set(runId, [...stream, stored]);
    return ok(stored);
  }
  read = async (runId: string) => this.streams.get(runId) ?? [];
  openRuns = async () =>
    [...this.streams]
      .filter(([, events]) => !events.some(({ event }) => event.type === 'run.closed'))
      .map(([id]) => id);
  recentRuns = async (limit: number, system?: string) =>
    [...this.streams]
      .filter(([, [first]]) => system === undefined || systemOf(first) === system)
      .map(([id]) => id)
      .reverse()
      .slice(0, limit);
  linkIncident = async (incident: Incident) => void this.incidents.push(incident);
  incidentOf = async (channel: string, since: number) =>
    this.incidents.findLast((incident) => incident.channel === channel && incident.linkedAt >= since);
  close = async () => undefined;

  /** The types of a run's events, in order. */
  types(runId: string): readonly string[] {
    return (this.streams.get(runId) ?? []).map(({ event }) => event.type);
  }
}

function systemOf(first: StoredEvent | undefined): string | undefined {
  return first?.event.type === 'run.requested' ? first.event.request.plan.name : undefined;
}

/** Answers by path, as often as it is asked; a function is asked anew each time. */
export class FakeProbe implements Probe {
  readonly requests: string[] = [];
  readonly answers: Record<string, unknown> = {
    'GET /api/version': { version: 'v2.0.0-phase1' },
    'GET /api/health': { status: 'healthy' },
    'POST /api/perform-brand-test': { execution_id: 'x1' },
    'GET /api/diagnostic/tasks/x1/status': { status: 'completed' },
    'GET /api/diagnostic/tasks/x1/report': { report: { summary: 'ok' } },
    'GET /api/monitoring/metrics': { error_rate: 0 },
    'GET /api/monitoring/dashboard': {},
  };

  async request({ method, url }: { method: string; url: string }) {
    const said = `${method} ${new URL(url).pathname}`;
    this.requests.push(said);
    const given = this.answers[said];
    const answer = typeof given === 'function' ? await given() : given;
    if (answer === undefined) return failed({ code: 'http.unreachable', at: url, detail: 'connect ECONNREFUSED' });
    return ok<HttpAnswer>({ status: 200, body: JSON.stringify(answer), durationMs: 1 });
  }
}

const kinds: Readonly<Record<string, PersonKind>> = {
  [OPS]: 'member',
  [DIRECTOR]: 'member',
  [CTO]: 'member',
  U0WANG5: 'member',
  [PRODUCT]: 'member',
  [GUEST]: 'guest',
};

/** `S0BACKEND` cannot be read: Slack does not tell its members. */
export const fakePeople: People = {
  lookUp: async (id) => {
    const kind = kinds[id];
    return kind ? ok({ id, name: id, kind }) : failed({ code: 'person.unverified', at: id });
  },
  membersOf: async (group) => (group === 'S0BACKEND' ? failed({ code: 'person.unverified', at: group }) : ok([])),
};

/** The WeChat backend as an inventory binds it. `changes` replaces parts of its plan. */
export function s2System(changes: Partial<System['plan']> = {}): System {
  return {
    plan: { ...s2Plan(), ...changes },
    environment: 'sandbox',
    language: 'zh-CN',
    channels: ['C0INCIDENT'],
    targets: { app: { name: 'app', host: '127.0.0.1', port: 2222, user: 'deploy' } },
    variables: {
      API: 'http://api.test',
      ADMIN_API: 'http://api.test',
      BACKUP_DIR: '/data/backups',
      ERROR_LOG: '/e.log',
    },
    roles: {
      cto: { users: [CTO], groups: [] },
      'tech-director': { users: [DIRECTOR], groups: [] },
      'backend-lead': { users: [], groups: ['S0BACKEND'] },
      'ops-lead': { users: [OPS], groups: [] },
      'product-manager': { users: [PRODUCT], groups: [] },
    },
    requesters: ['ops-lead'],
  };
}

/** Everything an engine needs, in memory, with one fresh backup on the host. */
export function fakeDeps(system = s2System()) {
  const remote = new FakeRemote();
  const now = new Date(Date.now() + 8 * 3_600_000 - 3_600_000).toISOString();
  const stamp = now.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
  remote.entries = [{ name: `diagnosis_${stamp}.db`, kind: 'file', bytes: 4096, modifiedAt: 0 }];
  const journal = new MemoryJournal();
  const probe = new FakeProbe();
  const deps = {
    catalog: { systems: () => [system], problems: () => [] },
    journal,
    remote,
    probe,
    people: fakePeople,
    secrets: { read: async () => ok(new Secret(ADMIN_KEY)) },
    clock: { now: () => Date.now() },
    log: pino({ level: 'silent' }),
  } satisfies EngineDeps;
  return deps;
}

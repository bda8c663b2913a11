import type { RunEvent } from '../../src/domain/event.js';
import type { RunRequest } from '../../src/domain/request.js';
import type { Instant } from '../../src/domain/time.js';

/** A small but whole request for the journal's tests. */
export function requested(runId: string, at: Instant = 1_000, system = 'wechat-backend'): RunEvent {
  const request: RunRequest = {
    runId,
    token: '01JB0000000000000000000000',
    plan: {
      name: system,
      title: { 'zh-CN': '微信后端', en: 'WeChat backend' },
      version: 'v1.0',
      digest: 'ab'.repeat(32),
      timezone: 'Asia/Shanghai',
      deployedVersion: 'v2.1.0-phase2',
      rollbackVersion: 'v2.0.0-phase1',
      roles: {},
      followUps: [],
      checklist: [],
      contacts: [],
      emergency: { information: [], instructions: [] },
      schemes: [],
    },
    scheme: {
      key: 'a',
      title: 'x',
      aliases: ['方案A'],
      version: 'v1',
      record: {},
      budget: 300_000,
      when: [],
      pros: [],
      cons: [],
      recommended: false,
      prechecks: [],
      steps: [],
      checks: [],
      cites: [],
    },
    severity: {
      key: 'P0',
      title: 'P0',
      deciders: ['cto'],
      respondWithin: 300_000,
      action: 'roll-back',
      instructions: [],
      cites: [],
    },
    deciders: [{ role: 'cto', title: 'CTO' }],
    reason: 'It\'s "down"; 全部故障 \u0000\u2028 😀',
    impact: '',
    environment: 'production',
    language: 'zh-CN',
    targets: { app: { name: 'app', host: '10.0.0.5', port: 22, user: 'deploy' } },
    variables: { API: 'https://api.example.com' },
    secrets: [{ name: 'ADMIN_KEY', title: 'key', header: 'X-Admin-Key' }],
    backups: [],
    approvalValidFor: 900_000,
    channel: 'C0INCIDENT',
    digest: 'cd'.repeat(32),
  };
  return { type: 'run.requested', at, by: 'U0WANG5', request };
}

export const resumed = (at: Instant): RunEvent => ({ type: 'run.resumed', at });
export const closed = (at: Instant): RunEvent => ({ type: 'run.closed', at, outcome: 'succeeded' });

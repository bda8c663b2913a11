import { readFileSync } from 'node:fs';
import type { Plan } from '../src/domain/plan.js';
import type { RoleHolders, System } from '../src/domain/system.js';
import type { Language } from '../src/domain/text.js';
import { readPlan } from '../src/plan/read-plan.js';

export type SystemName = 'wechat-backend' | 'meiyueart';

/** The people of the rollback documents, by their ids in the local Slack. */
export const PEOPLE = {
  ops: { id: 'U0ZHAO6', name: '赵六' },
  director: { id: 'U0LI4', name: '李四' },
  cto: { id: 'U0ZHANG3', name: '张三' },
} as const;

export const CHANNELS: Readonly<Record<SystemName, string>> = {
  'wechat-backend': 'C0INCIDENT',
  meiyueart: 'C0MEIYUEART',
};

const plans = new Map<SystemName, Plan>();

/** A plan of `plans/`, read as the product reads it. */
function planOf(name: SystemName): Plan {
  const known = plans.get(name);
  if (known) return known;
  const reading = readPlan(readFileSync(new URL(`../plans/${name}.yaml`, import.meta.url), 'utf8'), 'a'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  plans.set(name, reading.plan);
  return reading.plan;
}

/** A plan of this repository, bound the way the documents describe its hosts. */
export function systemOf(name: SystemName, language: Language, changes: Partial<System> = {}): System {
  const plan = planOf(name);
  const { targets, ...binding } = BINDINGS[name];
  return {
    ...{ plan, environment: 'production', language, channels: [CHANNELS[name]], ...binding },
    targets: Object.fromEntries(
      plan.targets.map(({ name: key, title }) => [key, { name: key, title, ...(targets[key] ?? {}) }]),
    ) as System['targets'],
    ...changes,
  };
}

type Binding = Pick<System, 'variables' | 'roles' | 'requesters'> & {
  readonly targets: Readonly<Record<string, { readonly host: string; readonly port: number; readonly user: string }>>;
};

const BINDINGS: Readonly<Record<SystemName, Binding>> = {
  'wechat-backend': {
    targets: { app: { host: '10.0.0.5', port: 22, user: 'deploy' } },
    variables: {
      API: 'http://10.0.0.5:5000',
      ADMIN_API: 'http://127.0.0.1:5000',
      BACKUP_DIR: '/data/backups',
      ERROR_LOG: '/var/log/wechat-backend/error.log',
      APP_DIR: '/data/app/wechat-backend',
      DATABASE: '/data/app/wechat-backend/diagnosis.db',
      DATABASE_DIR: '/data/app/wechat-backend',
      SERVICE: 'wechat-backend',
    },
    roles: {
      cto: held(PEOPLE.cto.id),
      'tech-director': held(PEOPLE.director.id),
      'backend-lead': held('U0WANG5'),
      'ops-lead': held(PEOPLE.ops.id),
      'product-manager': held('U0QIAN7'),
    },
    requesters: ['ops-lead'],
  },
  meiyueart: {
    targets: {
      web: { host: '10.0.0.6', port: 22, user: 'user' },
      control: { host: '10.0.0.7', port: 22, user: 'user' },
    },
    variables: {
      API: 'https://meiyueart.com',
      BACKUP_DIR: '/home/user/backups',
      ROUTES: '/var/www/meiyueart/admin-backend/routes',
      PROGRAM: 'lingzhi_admin_backend',
      ERROR_LOG: '/var/log/flask_error.log',
      DEPLOY_DIR: '/home/user/deploy',
      PRODUCTION: 'user@meiyueart.com',
    },
    roles: { ops: held(PEOPLE.ops.id, PEOPLE.director.id) },
    requesters: ['ops'],
  },
};

function held(...users: readonly string[]): RoleHolders {
  return { users, groups: [] };
}

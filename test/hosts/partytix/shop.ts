import { execFile, execFileSync } from 'node:child_process';
import { chownSync, cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../sandbox/systems/free-port.js';
import type { Place, SystemEntry } from '../host-stage.js';
import { startCluster } from './cluster.js';
import { startDockerd, writeDockerCommands } from './dockerd.js';

/** The settings of before, which the inventory knows and the document calls old_url, old_key … */
const GOOD = {
  SUPABASE_URL: 'https://good.supabase',
  SUPABASE_SERVICE_ROLE_KEY: 'good-role-key',
  JWT_SECRET: 'good-jwt-secret',
  JWT_EXPIRES_IN: '7d',
  STRIPE_SECRET_KEY: 'good-stripe-key',
  STRIPE_WEBHOOK_SECRET: 'good-webhook-secret',
};
const SECRETS = ['SUPABASE_SERVICE_ROLE_KEY', 'JWT_SECRET', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'] as const;
const LOCAL = 'SESSION_STORE=redis://store\nMAIL_FROM=shop@example.com\n';
/** A dated copy of .env.local. */
const COPY = 'env.local_20261129_020000';

export type Shop = Awaited<ReturnType<typeof prepareShop>>['shop'];

/** The ticket shop of seed S5: a real docker-compose project that belongs to the account, and a stand-in for its cluster. */
export async function prepareShop({ root, teardown }: Place, plans: string) {
  const [home, app, frontend] = [join(root, 'home'), join(root, 'home/app'), join(root, 'home/frontend')];
  const dockerd = await startDockerd(join(root, '../docker'));
  teardown.add(dockerd.close);
  const cluster = await startCluster();
  teardown.add(cluster.close);
  writeDockerCommands(join(root, 'bin'), dockerd.socket);
  const path = `${root}/bin:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
  const { uid, gid } = statSync(home);
  /** Runs a script as the account, in the project's folder. Never blocks: Slack lives in this process, too. */
  const sh = (script: string) =>
    new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
      const env = { PATH: path, HOME: home };
      execFile('sh', ['-c', script], { cwd: app, env, uid, gid }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
      );
    });
  const must = async (script: string) => {
    const { code, output } = await sh(script);
    if (code !== 0) throw new Error(`${script} ended with ${code}\n${output}`);
    return output;
  };
  for (const [name, at] of [
    ['project', app],
    ['frontend', frontend],
  ] as const) {
    cpSync(fileURLToPath(new URL(name, import.meta.url)), at, { recursive: true });
  }
  cpSync(fileURLToPath(new URL('gitignore', import.meta.url)), join(app, '.gitignore'));
  const write = (file: string, text: string) => {
    writeFileSync(join(home, file), text);
    chownSync(join(home, file), uid, gid);
  };
  write('.gitconfig', '[user]\n  name = Shop\n  email = shop@example.com\n');
  write('kubeconfig', JSON.stringify(kubeconfig(cluster.apiUrl)));
  execFileSync('mkdir', ['-p', join(home, '.ssh'), join(home, '.kube'), join(home, 'copies'), join(app, 'data')]);
  execFileSync('mv', [join(home, 'kubeconfig'), join(home, '.kube/config')]);
  write('.ssh/environment', `PATH=${path}\n`);
  write(`copies/${COPY}`, LOCAL);
  execFileSync('chown', ['-R', `${uid}:${gid}`, home]);
  await must('git init -q -b main && git add -A && git commit -qm v1 && git tag v1.0.0');
  await must('cd ../frontend && git init -q -b main && git add -A && git commit -qm v1 && git tag frontend-api-v1');
  await must(`cd ../frontend && echo '{ "api": 2 }' >frontend.json && git commit -qam v2`);
  const ports = { BACKEND_PORT: await freePort(), MONITORING_PORT: await freePort() };
  const API = `http://127.0.0.1:${ports.BACKEND_PORT}`;

  const setEnv = (changed: Record<string, string> = {}) => {
    const lines = Object.entries({ ...ports, ...GOOD, ...changed }).map(([name, value]) => `${name}=${value}\n`);
    write('app/.env', lines.join(''));
  };
  const shop = {
    ...{ sh, must, cluster, api: API, setEnv },
    write,
    read: (file: string) => readFileSync(join(home, file), 'utf8'),
    /** Everything of v1.0.0 and good; the containers run it. */
    async heal(): Promise<void> {
      await must('git checkout -qf main && git reset -q --hard v1.0.0 && git -C ../frontend checkout -qf main');
      setEnv();
      write('app/.env.local', LOCAL);
      write('app/data/orders.json', '{"orders":[1,2],"total":3}');
      write('app/monitoring/prometheus.yml', 'error_rate_above: 0.05\n');
      cluster.reset();
      await must('docker-compose up -d --build --force-recreate');
    },
    /** Commits a release 2.0.0 with a flaw on main and deploys it. */
    async release(flaw: object): Promise<void> {
      const text = JSON.stringify({ version: '2.0.0', database: true, api: 1, slow: 'never', ...flaw });
      write('app/release.json', text);
      await must('git commit -qam v2 && docker-compose up -d --build');
    },
    /** What a user gets. */
    async ask(path: string, method = 'GET'): Promise<{ status: number; body: Record<string, unknown> }> {
      try {
        const response = await fetch(`${API}${path}`, { method });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      } catch {
        return { status: 0, body: {} };
      }
    },
  };
  const secretFiles = SECRETS.map((name) => {
    const file = join(root, '../bot', name);
    writeFileSync(file, `${GOOD[name]}\n`, { mode: 0o600 });
    return [name, { file }] as const;
  });
  const everybody = ['tech-lead', 'business-lead', 'ops-lead', 'backend-lead', 'feature-lead', 'developer'];
  const entry: SystemEntry = {
    ...{ plans, name: 'partytix', requesters: ['ops-lead'], alsoAs: ['cluster'] },
    roles: { ...Object.fromEntries(everybody.map((role) => [role, ['U0ZHAO6']])), 'tech-lead': ['U0LI4'] },
    variables: {
      ...{ API, WEB: cluster.webUrl, HEALTHY: 'ok', APP_DIR: app, FRONTEND_DIR: frontend, BUILD_DIR: app },
      ...{
        ENV_BACKUPS: join(home, 'copies'),
        OLD_SUPABASE_URL: GOOD.SUPABASE_URL,
        OLD_JWT_EXPIRES_IN: GOOD.JWT_EXPIRES_IN,
      },
      ...{
        CACHE_URL: 'redis://cache:6379',
        KUBE_NAMESPACE: 'default',
        ROLLBACK_DEPLOYMENT: 'partytix-frontend-rollback',
      },
    },
    secrets: Object.fromEntries(secretFiles),
  };
  return { entry, shop };
}

function kubeconfig(server: string): object {
  const [name, user] = ['stand-in', 'account'];
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server } }],
    users: [{ name: user, user: {} }],
    contexts: [{ name, context: { cluster: name, user } }],
    'current-context': name,
  };
}

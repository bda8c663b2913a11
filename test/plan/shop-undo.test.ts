import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { hands } from './taken-back.js';

// S3's schemes carried out with stand-ins for pm2, MongoDB, npm, nginx and sudo: what they change, and that it comes back.
const reading = readPlan(readFileSync(new URL('../../plans/shop.yaml', import.meta.url), 'utf8'), 'x');
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const { plan } = reading;

/** The database is a folder of collections; a program runs while its pid file is there. */
const TOOLS = {
  pm2: `case $1 in
  stop) rm -f "$ROOT/pid" ;;
  start | restart) echo "$* with $(cat "$ROOT/backend/app.js")" >>"$ROOT/starts"; echo 42 >"$ROOT/pid" ;;
  pid) cat "$ROOT/pid" 2>/dev/null || true ;;
esac`,
  mongo: 'echo 1',
  mongodump: `for word; do case $word in --archive=*) tar -czf "\${word#*=}" -C "$ROOT/mongo" . ;; esac; done`,
  mongorestore: `grep -q '^uri: mongodb://' "\${1#--config=}" || { echo "no address"; exit 1; }
[ ! -e "$ROOT/mongo-breaks" ] || { rm -f "$ROOT/mongo-breaks"; rm -f "$ROOT"/mongo/*; echo broken; exit 1; }
rm -f "$ROOT"/mongo/*
for word; do
  case $word in
    --archive=*) tar -xzf "\${word#*=}" -C "$ROOT/mongo" ;;
    -*) ;;
    *) cp "$word"/shop/*.bson "$ROOT/mongo/" ;;
  esac
done`,
  npm: 'mkdir -p node_modules && cat app.js >node_modules/of',
  sudo: 'while [ "${1#-}" != "$1" ]; do shift; done; "$@"',
  chown: ':',
  nginx: '[ "$1" != -t ] || grep -q good "$NGINX_CONF"',
  check: 'ls "$ROOT/mongo"',
} as const;

function shop() {
  const root = mkdtempSync(join(tmpdir(), 'shop-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  for (const [name, text] of Object.entries(TOOLS)) chmodSync(write(`bin/${name}`, `#!/bin/sh\n${text}\n`), 0o755);
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', join(root, 'backend'), '-c', 'user.name=t', '-c', 'user.email=t@t', ...words], {
      encoding: 'utf8',
    }).trim();
  mkdirSync(join(root, 'backend'));
  git('init', '--quiet', '-b', 'main');
  for (const version of ['old', 'new']) {
    write('backend/app.js', version);
    write('backend/config/app.json', version);
    git('add', '.');
    git('commit', '--quiet', '-m', version);
    if (version === 'old') git('tag', 'v1.0.0');
  }
  write('backend/config/app.json', "the host's own");
  write('backend/node_modules/of', 'new');
  write('backend/.env.production', 'A=new');
  write('backend/.env.production.bak', 'A=old');
  write('nginx.conf', 'good new');
  write('nginx.conf.bak', 'good old');
  write('html/shop/index.html', 'new pages');
  write('html/shop/new.js', 'new');
  write('backups/frontend_1.0.0/index.html', 'old pages');
  write('dump/shop/orders.bson', 'old orders');
  execFileSync('tar', ['-C', join(root, 'dump'), '-czf', join(root, 'backups/db_1.0.0.tar.gz'), 'shop']);
  write('mongo/orders.bson', 'new orders');
  write('mongo/carts.bson', 'new carts');
  write('pid', '42\n');
  const values = {
    ...{ BACKEND_DIR: join(root, 'backend'), FRONTEND_DIR: join(root, 'html/shop'), BACKUP_DIR: join(root, 'backups') },
    ...{ PM2_APP: 'shop-backend', DATABASE: 'shop', MONGO_SERVICE: 'mongod', DATA_CHECK: join(root, 'bin/check') },
    ...{ ENV_FILE: join(root, 'backend/.env.production'), NGINX_CONF: join(root, 'nginx.conf') },
    ...{ BACKUP_VERSION: '1.0.0', BACKUP_CODE: 'v1.0.0', BACKUP_CODE_DIGEST: git('rev-parse', 'v1.0.0') },
    ...{
      BACKUP_DATABASE: join(root, 'backups/db_1.0.0.tar.gz'),
      BACKUP_FRONTEND: join(root, 'backups/frontend_1.0.0'),
    },
    MONGO_URI_FILE: write('secret', 'uri: mongodb://shop:pass@db/\n'),
  };
  const shell = async (script: string, more: Record<string, string> = {}) => {
    const env = { ROOT: root, HOME: root, PATH: `${join(root, 'bin')}:${process.env.PATH}`, ...values, ...more };
    const { status, stdout, stderr } = spawnSync('sh', ['-eu', '-c', script], { cwd: root, env, encoding: 'utf8' });
    return { code: status ?? -1, out: stdout, err: stderr };
  };
  const read = (name: string) => readFileSync(join(root, name), 'utf8').trim();
  /** What the components are now. */
  const state = () => ({
    database: readdirSync(join(root, 'mongo')).map((name) => read(`mongo/${name}`)),
    ...{ code: read('backend/app.js'), config: read('backend/config/app.json'), of: read('backend/node_modules/of') },
    pages: readdirSync(join(root, 'html/shop')).map((name) => read(`html/shop/${name}`)),
    ...{ environment: read('backend/.env.production'), nginx: read('nginx.conf') },
    running: existsSync(join(root, 'pid')),
  });
  const by = (scheme: string, run = '20261120-aaaaa') =>
    hands({ plan, scheme, run, values, on: { app: shell, web: shell } });
  return { root, write, read, state, by, shell, values };
}

const OLD = {
  ...{ database: ['old orders'], code: 'old', config: "the host's own", of: 'old', pages: ['old pages'] },
  ...{ environment: 'A=old', nginx: 'good old', running: true },
};

it('returns everything to one version, and starts the backend once, at the end', async () => {
  const { by, state, read } = shop();
  await by('full').carryOut();
  expect(state()).toEqual(OLD);
  expect(read('starts')).toBe('restart shop-backend --update-env with old');
});

it.each(['database', 'backend', 'frontend', 'config', 'full'])('takes %s back to what was before', async (scheme) => {
  const { by, state } = shop();
  const before = state();
  const run = by(scheme);
  await run.carryOut();
  expect(state()).not.toEqual(before);
  expect(await run.isKept()).toBe(true);
  await run.takeBack();
  expect(state()).toEqual(before);
  expect(await run.isAsBefore()).toBe(true);
});

it('starts the shop again with its own data when the restore of the database breaks', async () => {
  const { by, state, write } = shop();
  const before = state();
  const run = by('full');
  write('mongo-breaks', '');
  await expect(run.carryOut()).rejects.toThrow('restore-database ended with 1');
  expect(state().running).toBe(false);
  await run.takeBack('restore-database');
  expect(state()).toEqual(before);
});

it('never loads settings of nginx that do not pass its test', async () => {
  const { by, state, write } = shop();
  write('nginx.conf.bak', 'bad');
  const run = by('config');
  await expect(run.carryOut()).rejects.toThrow('nginx ended with 1');
  await run.takeBack('nginx');
  expect(state()).toMatchObject({ nginx: 'good new', environment: 'A=new' });
});

it('can be done a second time: nothing nests', async () => {
  const { by, state, root } = shop();
  await by('frontend').carryOut();
  await by('frontend', '20261121-bbbbb').carryOut();
  expect(state().pages).toEqual(['old pages']);
  expect(readdirSync(join(root, 'html')).sort()).toEqual([
    'shop',
    'shop.rollback-20261120-aaaaa',
    'shop.rollback-20261121-bbbbb',
  ]);
});

it('takes no dump that is cut short, leads out of its folder, or holds another database', async () => {
  const { shell, root, values } = shop();
  const [set] = plan.backups;
  const complete = (set?.kind === 'set' && set.parts[0]?.complete) || '';
  const judged = async (BACKUP: string) => (await shell(complete, { BACKUP })).code;
  expect(await judged(values.BACKUP_DATABASE)).toBe(0);
  const whole = readFileSync(values.BACKUP_DATABASE);
  const broken = join(root, 'broken.tar.gz');
  writeFileSync(broken, whole.subarray(0, whole.length - 20));
  expect(await judged(broken)).not.toBe(0);
  execFileSync('tar', ['-C', join(root, 'dump/shop'), '-czPf', broken, '../shop/orders.bson']);
  expect(await judged(broken)).toBe(1);
  execFileSync('tar', ['-C', root, '-czf', broken, 'mongo']);
  expect(await judged(broken)).toBe(1);
});

import type { Lab } from '../../../sandbox/lab/lab.js';
import type { LabHost } from '../../../sandbox/lab/lab-host.js';
import type { LabSystem } from '../../../sandbox/lab/lab-system.js';
import type { Ran } from '../../../sandbox/lab/run.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { backendFiles, collections, environment, hostsOwnConfig, own, pages, type ShopVersion } from './releases.js';

export const places = {
  backend: '/var/www/shop/backend',
  pages: '/var/www/html/shop',
  backups: '/var/backups/shop',
  data: '/var/lib/mongodb-stand-in/shop',
  environment: '/var/www/shop/backend/.env.production',
  nginx: '/etc/nginx/nginx.conf',
} as const;
export const mongoUri = 'mongodb://shop:mongo-password@127.0.0.1:27017/shop';
const mongo = '/opt/mongodb-stand-in.mjs';

/** Everything that stands on the shop's disk before it boots. MongoDB is a stand-in; all else is what it is called. */
export function layOut({ shop }: { readonly shop: LabHost }): void {
  shop.write(mongo, own('mongodb-stand-in.mjs'), 0o755);
  for (const tool of ['mongodump', 'mongorestore', 'mongo']) {
    shop.write(`/usr/local/bin/${tool}`, `#!/bin/sh\nexec node ${mongo} ${tool} "$@"\n`, 0o755);
  }
  shop.write('/usr/local/bin/check-shop-data', own('check-data.mjs'), 0o755);
  const allowed = [
    'systemctl restart mongodb',
    `chown -R www-data\\:www-data ${places.pages}.new`,
    `cp -p -- ${places.nginx}.bak ${places.nginx}`,
    `cp -p -- /home/user/.backout/snapshots/*/nginx.conf ${places.nginx}`,
  ];
  const commands = [...allowed.map((each) => `/usr/bin/${each}`), '/usr/sbin/nginx -t', '/usr/sbin/nginx -s reload'];
  shop.write('/etc/sudoers.d/backout', `user ALL=(root) NOPASSWD: ${commands.join(', ')}\n`, 0o440);
  shop.write(
    '/etc/systemd/system/mongodb.service',
    service(`/usr/bin/node ${mongo} serve`, `PASSWORD=${new URL(mongoUri).password}`),
  );
  const start = `/usr/local/bin/pm2 start ${places.backend}/server.js --name shop-backend`;
  shop.write('/etc/systemd/system/pm2-user.service', service(start, 'HOME=/home/user', 'Type=forking\nUser=user'));
  shop.write(`${places.nginx}.bak`, own('nginx.conf'));
  shop.write(`${places.environment}.bak`, environment(5000));
  // The host reaches no registry; npm would wait long for one to tell it of advisories.
  shop.write('/home/user/.npmrc', 'audit=false\nfund=false\nupdate-notifier=false\n');
  // A machine that many tests share is busier than a shop's.
  shop.write('/opt/loadavg', '0.10 0.10 0.10 1/100 1000\n');
  writeAll(shop, `${places.backups}/frontend_1.0.0`, pages('1.0.0'));
}

/** Makes the backups and the tags of both releases, and starts what the host runs. */
export async function start({ shop }: { readonly shop: LabHost }): Promise<void> {
  for (const [version, name] of [
    ['1.0.0', 'list'],
    ['2.0.0', 'browse'],
  ] as const) {
    const about = JSON.stringify({ name: 'catalog', version, type: 'module', exports: './index.mjs' });
    const code = `export const ${name} = (products) => products.map(({ name, price }) => ({ name, price }));\n`;
    writeAll(shop, `/opt/catalog-${version}/package`, { 'package.json': about, 'index.mjs': code });
    await shop.sh(
      `mkdir -p ${places.backend}/vendor; tar -czf ${places.backend}/vendor/catalog-${version}.tgz -C /opt/catalog-${version} package`,
    );
  }
  const git = `git -C ${places.backend} -c user.name=Shop -c user.email=shop@example.com`;
  await shop.sh(
    `mount --bind /opt/loadavg /proc/loadavg; git config --system --add safe.directory '*'; git -C ${places.backend} init -q -b main`,
  );
  for (const version of ['1.0.0', '1.1.0'] as const) {
    writeAll(shop, places.backend, backendFiles(version));
    await shop.sh(`${git} add -A; ${git} commit -qm ${version}; ${git} tag -a -m ${version} v${version}`);
  }
  writeData(shop, '1.0.0');
  await shop.sh(`
    tar -czf ${places.backups}/db_1.0.0.tar.gz -C ${places.data}/.. shop
    cp ${places.backups}/db_1.0.0.tar.gz /opt/whole.tar.gz
    mkdir -p ${places.pages}
    chown -R user:user /var/www/shop /var/www/html ${places.backups}
    systemctl start mongodb`);
  await heal(shop, true);
}

/** Everything is 1.0.0 and works; installing it again takes a while, so that is left out when the code was not touched. */
export async function heal(shop: LabHost, touched: boolean): Promise<void> {
  writeData(shop, '1.0.0');
  shop.write(places.nginx, own('nginx.conf'));
  await shop.sh(`cp /opt/whole.tar.gz ${places.backups}/db_1.0.0.tar.gz; rm -rf ${places.pages}.* ${places.pages}`);
  writeAll(shop, places.pages, pages('1.0.0'));
  if (touched) await deploy(shop, '1.0.0');
  await setEnvironment(shop, 5000);
  await shop.sh('systemctl restart nginx');
}

/** Puts a release of the code in place, with the host's own settings. */
export async function deploy(shop: LabHost, version: ShopVersion): Promise<void> {
  await shop.sh(`
    cd ${places.backend}
    git checkout -qf main
    git reset -q --hard v${version}
    chown -R user:user .
    su user -c 'npm ci --silent --production'`);
  shop.write(`${places.backend}/config/shop.json`, hostsOwnConfig);
}

/** Has the backend started with this environment. */
export async function setEnvironment(shop: LabHost, port: number): Promise<void> {
  shop.write(places.environment, environment(port));
  await shop.sh(`
    chown -R user:user ${places.backend}
    systemctl start pm2-user
    su - user -c 'pm2 restart shop-backend --update-env' >/dev/null`);
  // pm2 is content as soon as the process is there.
  const isUp = async () => (await shop.trySh(`curl -so /dev/null localhost:${port}`)).code === 0;
  await waitUntil(isUp, { what: 'the backend to listen' });
}

export function writeData(shop: LabHost, version: ShopVersion): void {
  for (const [name, documents] of Object.entries(collections[version])) {
    const lines = documents.map((each) => `${JSON.stringify(each)}\n`);
    shop.write(`${places.data}/${name}.bson`, lines.join(''));
  }
}

export function writeAll(shop: LabHost, folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) shop.write(`${folder}/${file}`, text);
}

/** What the shop's account gets from a command. */
export function asUser(shop: LabHost, command: string): Promise<Ran> {
  return shop.trySh(`su - user -c '${command}'`);
}

export type Answer = { readonly status: number; readonly body: string };

/** What a user gets through nginx. */
export async function ask({ hosts, curl }: Lab<'shop'>, path: string, body?: object): Promise<Answer> {
  const sent = body ? ['-H', 'content-type: application/json', '-d', JSON.stringify(body)] : [];
  const { output }: Ran = await curl(`http://${hosts.shop.address}${path}`, ...sent);
  const [, text = '', status] = /^([\s\S]*)\n(\d{3})\n/.exec(output) ?? [];
  return { status: Number(status ?? 0), body: text };
}

export function inventory({ shop }: { readonly shop: LabHost }): LabSystem {
  const helpers = ['backend-engineer', 'frontend-engineer', 'dba', 'ops', 'tester', 'project-manager'];
  return {
    ...{ name: 'shop', channel: 'C0INCIDENT', requesters: ['ops'], targets: { app: shop, web: shop } },
    roles: {
      ...Object.fromEntries(helpers.map((role) => [role, ['U0ZHAO6']])),
      'tech-lead': ['U0LI4'],
      'project-lead': ['U0LI4'],
    },
    variables: {
      ...{ API: `http://${shop.address}`, WEB: `http://${shop.address}`, PM2_APP: 'shop-backend', DATABASE: 'shop' },
      ...{ BACKEND_DIR: places.backend, FRONTEND_DIR: places.pages, BACKUP_DIR: places.backups },
      ...{ MONGO_SERVICE: 'mongodb', DATA_CHECK: '/usr/local/bin/check-shop-data' },
      ...{ ENV_FILE: places.environment, NGINX_CONF: places.nginx },
    },
    secrets: { MONGO_URI: mongoUri },
  };
}

function service(command: string, environment: string, more = 'Type=simple'): string {
  return `[Service]\n${more}\nEnvironment=${environment}\nExecStart=${command}\n`;
}

import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { connectionsOf, environmentsOf } from '../../src/config/connections.js';
import { parseInventory } from '../../src/config/read-inventory.js';
import { INVENTORY } from './inventory-text.js';

const reading = parseInventory(INVENTORY, '/etc/backout/backout.yaml');
const connectionOf = connectionsOf(reading.ok ? reading.value : { systems: [] });
const pinned = { name: 'app', host: '10.0.0.5', port: 22, user: 'deploy' };

it('finds the key and known_hosts of a target by its address', () => {
  expect(connectionOf(pinned)).toEqual({
    ok: true,
    value: { keyFile: '/etc/backout/keys/id_ed25519', knownHostsFile: '/etc/ssh/known' },
  });
});

it.each([{ host: '10.0.0.6' }, { port: 2222 }, { user: 'root' }])('knows no connection for %j', (other) => {
  expect(connectionOf({ ...pinned, ...other })).toMatchObject({ ok: false, failure: { code: 'target.changed' } });
});

const local = INVENTORY.replace(
  '    targets:\n',
  '    targets:\n      control: { local: true, home: ./home, path: [./bin, /opt/bin] }\n',
);

it('makes the environment of a local target, with nothing of the bot beyond PATH, LANG and TMPDIR', () => {
  const inventory = parseInventory(local, '/etc/backout/backout.yaml');
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.problems));
  const control = inventory.value.systems[0]?.targets.control;
  expect(control).toMatchObject({ name: 'control', host: 'localhost', local: true, user: userInfo().username });
  const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', SLACK_BOT_TOKEN: 'xoxb-1', NODE_OPTIONS: '--inspect' };
  const environmentOf = environmentsOf(inventory.value, env);
  expect(control && environmentOf(control)).toEqual({
    ok: true,
    value: {
      PATH: '/etc/backout/bin:/opt/bin:/usr/bin:/bin',
      HOME: '/etc/backout/home',
      USER: userInfo().username,
      LOGNAME: userInfo().username,
      SHELL: userInfo().shell,
      LANG: 'C.UTF-8',
    },
  });
  const lost = { name: 'other', host: 'localhost', port: 0, user: userInfo().username, local: true } as const;
  for (const each of [lost, { ...lost, name: 'control', user: 'somebody' }, pinned]) {
    expect(environmentOf(each)).toMatchObject({ ok: false, failure: { code: 'target.changed' } });
  }
  expect(control && connectionsOf(inventory.value)(control)).toMatchObject({ ok: false });
});

it('takes home and path of a local target as the run pinned them', () => {
  const inventory = parseInventory(local, '/etc/backout/backout.yaml');
  const environmentOf = environmentsOf(inventory.ok ? inventory.value : { systems: [] }, { PATH: '/bin' });
  const control = { name: 'control', host: 'localhost', port: 0, user: userInfo().username, local: true } as const;
  const homeAndPath = (home: string | undefined, path: readonly string[]) => {
    const found = environmentOf({ ...control, path, ...(home === undefined ? {} : { home }) });
    return found.ok ? [found.value.HOME, found.value.PATH] : found;
  };
  expect(homeAndPath('/srv/then', ['/srv/bin'])).toEqual(['/srv/then', '/srv/bin:/bin']);
  expect(homeAndPath(undefined, [])).toEqual([userInfo().homedir, '/bin']);
});

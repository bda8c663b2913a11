import { expect, it } from 'vitest';
import { connectionsOf } from '../../src/config/connections.js';
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

import { expect, it } from 'vitest';
import { parseInventory } from '../../src/config/read-inventory.js';
import { unusable } from '../../src/config/unusable.js';

const HOSTS = Array.from({ length: 20 }, (_, index) => `          app-${index}: { host: 10.0.1.${index} }`);
const INVENTORY = `environment: production
journal: ./data/backout.db
plans: ./plans
systems:
  points-app:
    channels: [C0INCIDENT]
    roles: {}
    targets:
      app:
        hosts:
${HOSTS.join('\n')}
          app-own: { host: 10.0.2.1, key: ./none/own }
        user: deploy
        key: ./none/app
        knownHosts: ./none/known_hosts
`;

it('says once that the key of a whole group cannot be read', async () => {
  const reading = parseInventory(INVENTORY, '/nowhere/backout.yaml');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const problems = await unusable(reading.value, {});
  const files = problems.map(({ message }) => /^(\/nowhere\/\S+)/.exec(message.en)?.[1]);
  expect(files).toEqual(['/nowhere/none/app', '/nowhere/none/known_hosts', '/nowhere/none/own']);
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseInventory } from '../../src/config/read-inventory.js';
import { unusable } from '../../src/config/unusable.js';

const INVENTORY = `environment: production
journal: ./data/backout.db
plans: ./plans
systems:
  shop:
    channels: [C0SHOP]
    requesters: [ops]
    roles: { ops: [U0ZHAO6] }
    targets:
      app:
        host: 10.0.0.5
        user: deploy
        key: ./id_ed25519
        knownHosts: ./known_hosts
      control:
        local: true
        home: ./home
        path: [./bin]
    variables: {}
    secrets:
      ADMIN_KEY: { file: ./admin-key }
      OTHER_KEY: { env: OTHER_KEY }
`;

async function inventoryIn(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'backout-unusable-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content, { mode: 0o600 });
  }
  const inventory = parseInventory(INVENTORY, join(folder, 'backout.yaml'));
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.problems));
  return inventory.value;
}

it('names every key, known_hosts file and secret that cannot be read, at its line', async () => {
  const inventory = await inventoryIn({ 'admin-key': 'x' });
  const problems = await unusable(inventory, {});
  const lines = problems.map(({ place, message }) => `${place.split(':').slice(-2)[0]}: ${message.en}`);
  expect(lines).toEqual([
    expect.stringMatching(/^13: \S+id_ed25519 does not exist; put the key there/),
    expect.stringMatching(/^14: \S+known_hosts does not exist; npx backout hosts trust writes it/),
    expect.stringMatching(/^17: \S+home does not exist; make the folder/),
    expect.stringMatching(/^18: \S+bin does not exist; make the folder/),
    expect.stringMatching(/^21: .*short/),
    expect.stringMatching(/^22: the environment variable OTHER_KEY is not set/),
  ]);
});

it('says nothing when all is there', async () => {
  const inventory = await inventoryIn({
    id_ed25519: 'key',
    known_hosts: 'host',
    'admin-key': 'long enough',
    'home/x': '',
    'bin/x': '',
  });
  expect(await unusable(inventory, { OTHER_KEY: 'long enough too' })).toEqual([]);
});

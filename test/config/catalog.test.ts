import { copyFile, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalog, type PlanCatalog } from '../../src/config/catalog.js';
import { problemLine } from '../../src/config/config-problem.js';
import { loadSystems } from '../../src/config/load-systems.js';
import { parseInventory } from '../../src/config/read-inventory.js';

const INVENTORY = `environment: production
journal: ./data/backout.db
plans: ./plans
systems:
  shop:
    channels: [C0SHOP]
    requesters: [ops]
    roles: { lead: [U0LI4], ops: [U0ZHAO6] }
    targets: { app: { local: true } }
  site:
    channels: [C0SITE]
    roles: { lead: [U0LI4], ops: [U0ZHAO6] }
    targets: { app: { local: true } }
`;

const planOf = (name: string, title = name) => `plan: ${name}
title: ${title}
version: '1'
owner: Tests
timezone: Asia/Shanghai
deployedVersion: v2
rollbackVersion: v1
roles: { lead: Lead, ops: Operations }
targets: { app: { title: Host } }
severities: { P0: { title: Roll back at once, deciders: [lead], respondWithin: 5m, action: roll-back } }
approval: { validFor: 15m }
schemes:
  a:
    title: Old code
    version: v1
    budget: 1m
    when: [Always]
    steps:
      - { id: back, title: Back, target: app, effect: reversible, deadline: 10s, run: 'true' }
    checks:
      - { id: answers, title: It answers, command: { target: app, run: 'true' } }
`;

let folder: string;
let catalog: PlanCatalog;
let changes: (readonly string[])[];
const at = (name: string) => join(folder, 'plans', name);

async function openCatalog(pause: number): Promise<void> {
  catalog?.stop();
  const inventory = parseInventory(INVENTORY, join(folder, 'backout.yaml'));
  if (!inventory.ok) throw new Error(inventory.problems.map((problem) => problemLine(problem, 'en')).join('\n'));
  const systems = await loadSystems(inventory.value);
  if (!systems.ok) throw new Error(systems.problems.map((problem) => problemLine(problem, 'en')).join('\n'));
  catalog = createCatalog(inventory.value, systems.value, { pause });
  changes = [];
  catalog.subscribe((change) => changes.push(change.systems));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-catalog-'));
  await mkdir(join(folder, 'plans'));
  for (const name of ['shop', 'site']) await writeFile(at(`${name}.yaml`), planOf(name));
  await openCatalog(40);
});
afterEach(async () => {
  catalog.stop();
  await rm(folder, { recursive: true });
});

const titles = () => JSON.stringify(catalog.systems().map(({ plan }) => plan.title));
const lines = () => catalog.problems().flatMap(({ system, lines: each }) => each.map(({ en }) => `${system}| ${en}`));
const changed = (times: number) => expect.poll(() => changes.length, { timeout: 5_000 }).toBe(times);
/** Time for several looks, in which nothing may happen. */
const looks = () => new Promise((resolve) => setTimeout(resolve, 300));

it('takes a valid edit into force and leaves the other systems as they are', async () => {
  const [, site] = catalog.systems();
  await writeFile(at('shop.yaml'), planOf('shop', 'New title'));
  await changed(1);
  expect(changes).toEqual([['shop']]);
  expect(catalog.systems().map(({ plan }) => plan.name)).toEqual(['shop', 'site']);
  expect(titles()).toContain('New title');
  expect(catalog.systems()[1]).toBe(site);
});

it('keeps the last valid plan when an edit is invalid, says where, and forgets it when it is put right', async () => {
  const before = catalog.systems();
  await writeFile(at('shop.yaml'), planOf('shop').replace("version: '1'", 'version: 1'));
  await changed(1);
  expect(catalog.systems()).toEqual(before);
  expect(lines()).toEqual([expect.stringContaining(`shop| ${at('shop.yaml')}:3:1: version: `)]);
  await writeFile(at('shop.yaml'), planOf('shop'));
  await changed(2);
  expect([catalog.systems(), lines()]).toEqual([before, []]);
  expect(changes).toEqual([[], []]);
});

it('keeps the plan of a file that is gone or cannot be read', async () => {
  const before = catalog.systems();
  await looks();
  await rename(at('shop.yaml'), at('shop.yaml.bak'));
  await changed(1);
  expect(lines()).toEqual([`shop| ${at('shop.yaml')}:1:1: the plan shop is gone; put its file back`]);
  await mkdir(at('shop.yaml'));
  await changed(2);
  expect(lines()).toEqual([`shop| ${at('shop.yaml')}:1:1: this is no file; name another, or put it there`]);
  await rm(join(folder, 'plans'), { recursive: true });
  await changed(3);
  expect(lines()).toEqual([
    expect.stringMatching(/^shop\| .*backout\.yaml:3:1: \S+ does not exist; name the folder/),
    expect.stringMatching(/^site\| .*backout\.yaml:3:1: \S+ does not exist; name the folder/),
  ]);
  expect(catalog.systems()).toEqual(before);
});

it('keeps the last valid plan when the new one no longer fits the inventory', async () => {
  const before = catalog.systems();
  await writeFile(at('shop.yaml'), planOf('shop').replace('ops: Operations', 'ops: Operations, cto: CTO'));
  await changed(1);
  expect(catalog.systems()).toEqual(before);
  expect(lines()).toEqual([expect.stringMatching(/^shop\| .*backout\.yaml:8:5: role cto is missing/)]);
});

it('keeps the plan when a second file claims to be it, whatever that file is called', async () => {
  const before = catalog.systems();
  await looks();
  await writeFile(at('a-copy.yaml'), planOf('shop', 'Copy'));
  await changed(1);
  expect(catalog.systems()).toEqual(before);
  expect(lines()).toEqual([expect.stringMatching(/^shop\| .*the plan shop is already in .*a-copy\.yaml/)]);
});

it('says what is wrong with a file of no system of this inventory, and does not mind a valid one', async () => {
  await writeFile(at('other.yaml'), planOf('other'));
  await writeFile(at('draft.yaml'), 'plan: draft\n');
  await changed(1);
  expect(catalog.problems().map(({ system }) => system)).toEqual(['draft']);
  expect(changes).toEqual([[]]);
});

it('never takes a half-written file, not even one that would be valid', async () => {
  await openCatalog(400);
  const whole = planOf('shop', 'Written slowly');
  const file = await open(at('shop.yaml'), 'w');
  for (const line of whole.split(/(?<=\n)/)) {
    await file.write(line);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await file.close();
  await changed(1);
  expect([changes, lines()]).toEqual([[['shop']], []]);
});

it('tells nobody of a file that is written anew with the same bytes, and nothing after it was stopped', async () => {
  await copyFile(at('shop.yaml'), at('shop.yaml.new'));
  await rename(at('shop.yaml.new'), at('shop.yaml'));
  await looks();
  catalog.stop();
  await writeFile(at('shop.yaml'), planOf('shop', 'Too late'));
  await looks();
  expect(changes).toEqual([]);
  expect(await readFile(at('shop.yaml'), 'utf8')).toContain('Too late');
});

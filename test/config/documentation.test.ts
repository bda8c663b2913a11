import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bindSystems } from '../../src/config/bind-systems.js';
import { parseInventory } from '../../src/config/read-inventory.js';
import { readPlan } from '../../src/plan/read-plan.js';

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('the inventory in docs/configuration.md fits the plan it names', () => {
  const example = /```yaml\n(.*?)```/s.exec(textOf('docs/configuration.md'))?.[1] ?? '';
  const plan = readPlan(textOf('plans/wechat-backend.yaml'), 'ab'.repeat(32));
  const inventory = parseInventory(example, 'docs/configuration.md');

  expect(inventory).toMatchObject({ ok: true });
  expect(inventory.ok && plan.ok && bindSystems(inventory.value, [plan.plan])).toMatchObject({ ok: true });
});

it('docs/configuration.md names every environment variable that the configuration reads', () => {
  const sources = textOf('src/config.ts') + textOf('src/config/slack-access.ts');
  const read = new Set([...sources.matchAll(/\benv\.([A-Z_]+)/g)].map((match) => match[1]));

  expect([...read].filter((name) => !textOf('docs/configuration.md').includes(`\`${name}\``))).toEqual([]);
});

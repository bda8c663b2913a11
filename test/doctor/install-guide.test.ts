import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bindSystems } from '../../src/config/bind-systems.js';
import { parseInventory } from '../../src/config/read-inventory.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { words } from '../../src/view/words/words.js';

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const blocksOf = (text: string, kind: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${kind}\\n(.*?)\`\`\``, 'gs'))].map(([, block = '']) => block);

const guides = [
  { file: 'docs/install.md', language: 'en' },
  { file: 'docs/install.zh-CN.md', language: 'zh-CN' },
] as const;

it.each(guides)('the plan and the inventory in $file are valid and fit each other', ({ file }) => {
  const [plan = '', inventory = ''] = blocksOf(textOf(file), 'yaml');
  const read = readPlan(plan, 'ab'.repeat(32));
  const parsed = parseInventory(inventory, file);
  expect(read).toMatchObject({ ok: true });
  expect(parsed.ok && read.ok && bindSystems(parsed.value, [read.plan])).toMatchObject({ ok: true });
});

it('both languages have the same commands', () => {
  const commands = guides.map(({ file }) =>
    blocksOf(textOf(file), 'sh').map((block) => block.replaceAll(/ *#.*| <.*>/g, '')),
  );
  expect(commands[0]).toEqual(commands[1]);
});

it.each(guides)('$file shows what the commands say', ({ file, language }) => {
  const [trust = '', doctor = ''] = blocksOf(textOf(file), 'console');
  const { doctor: w, aside } = words(language);
  const host = `app${aside('10.0.0.5')}`;
  expect(trust).toContain(w.trust.shows(host));
  expect(trust).toContain(w.trust.compare('deploy'));
  expect(trust).toContain(w.trust.ask(host));
  expect(trust).toContain(w.trust.added(host, '/home/you/backout-config/known_hosts'));
  expect(doctor).toContain(w.host.in('deploy@10.0.0.5'));
  expect(doctor).toContain(w.verdicts(0, 0, doctor.split('✓').length - 1));
});

it.each(guides)('$file keeps the configuration out of the clone', ({ file }) => {
  const text = textOf(file);
  const clone = /git clone \S+(?: \S+)*? (\S+) &&/.exec(text)?.[1];
  const configuration = /export BACKOUT_CONFIG=~\/([^/\s]+)\//.exec(text)?.[1];
  expect(clone).toBeDefined();
  expect(configuration).toBeDefined();
  expect(configuration).not.toBe(clone);
});

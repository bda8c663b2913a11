import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { problemLine } from '../config/config-problem.js';
import type { Inventory } from '../config/inventory.js';
import { readInventory } from '../config/read-inventory.js';
import type { Language } from '../domain/text.js';
import { words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { type Asking, type SshTarget, trustHost } from './trust-host.js';
import type { CliRun } from './usage.js';

/**
 * `npx backout hosts trust [target…]`: writes down the keys of hosts once a person has compared them. Exit 0 when every one is
 * on file, 1 when one is not (no answer, refused, changed), 2 when used wrongly.
 */
export const run: CliRun = async (args, print, language) => {
  const wanted = parse(args, language);
  if (typeof wanted === 'string') return misused(print, wanted);
  const inventory = await readInventory(wanted.file);
  if (!inventory.ok) {
    for (const problem of inventory.problems) print(`backout hosts: ${problemLine(problem, language)}`);
    return 1;
  }
  const { trust } = words(language).doctor;
  const all = sshTargets(inventory.value);
  const unknown = wanted.names.find((name) => !all.some((target) => isNamed(target, name)));
  if (unknown !== undefined) return misused(print, trust.unknown(unknown, namesOf(all)));
  const chosen = all.filter(
    (target) => wanted.names.length === 0 || wanted.names.some((name) => isNamed(target, name)),
  );
  if (chosen.length === 0) print(trust.noTargets);
  return trustAll(chosen, { print, language, confirm: wanted.isSure ? async () => true : askPerson });
};

type Wanted = { readonly file: string; readonly isSure: boolean; readonly names: readonly string[] };
type Named = SshTarget & { readonly system: string };

function parse(args: readonly string[], language: Language): Wanted | string {
  const parsed = parseArguments(args, { yes: { type: 'boolean', default: false } }, language);
  if (typeof parsed === 'string') return parsed;
  const [word, ...names] = parsed.names;
  if (word !== 'trust') return words(language).terminal.misused.hosts;
  return { file: parsed.file, isSure: parsed.values.yes, names };
}

function sshTargets({ systems }: Inventory): readonly Named[] {
  return systems.flatMap((system) =>
    Object.values(system.targets).flatMap((target) => (target.local ? [] : [{ ...target, system: system.name }])),
  );
}

/** By the target's name, or with its system's in front: `app`, `wechat-backend/app`. */
function isNamed({ name, system }: Named, wanted: string): boolean {
  return wanted === name || wanted === `${system}/${name}`;
}

function namesOf(targets: readonly Named[]): string {
  return targets.map(({ name, system }) => `${system}/${name}`).join(', ') || '–';
}

/** One after the other: each asks a person. Several systems may share a host and its file. */
async function trustAll(targets: readonly Named[], asking: Asking): Promise<0 | 1> {
  const seen = new Set<string>();
  let areAllTrusted = true;
  for (const target of targets) {
    const place = JSON.stringify([target.host, target.port, target.knownHostsFile]);
    if (seen.has(place)) continue;
    seen.add(place);
    const isTrusted = await trustHost(target, asking);
    areAllTrusted &&= isTrusted;
  }
  return areAllTrusted ? 0 : 1;
}

async function askPerson(question: string, yes: readonly string[]): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // Ctrl-D is no answer at all, and so no yes.
    const gone = once(terminal, 'close').then(() => '');
    const answer = await Promise.race([terminal.question(question), gone]);
    return yes.includes(answer.trim().toLowerCase());
  } finally {
    terminal.close();
  }
}

function misused(print: (line: string) => void, line: string): 2 {
  print(`backout hosts: ${line}`);
  return 2;
}

import { parseArgs } from 'node:util';
import type { SystemEntry } from '../config/inventory.js';
import { groupsOf } from '../config/outline.js';
import { readInventory } from '../config/read-inventory.js';
import { judgeBackups, versionIn } from '../domain/backup.js';
import { sourceOf } from '../domain/backup-set.js';
import { expandGroups } from '../domain/expand-groups.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { LANGUAGES, type Language, say } from '../domain/text.js';
import { type PlanFile, readPlanFile, readPlanFolder } from '../plan-folder.js';
import { printScheme } from '../view/print.js';
import type { CliRun } from './usage.js';

const DEFAULT_FOLDER = 'plans';

type Options = {
  readonly plan: string;
  readonly scheme: string;
  readonly config?: string;
  readonly language?: Language;
  readonly backup?: string;
};

/** Why nothing can be printed: one line each, and the exit code. */
type Refusal = { readonly code: 1 | 2; readonly lines: readonly string[] };

/** Hosts and values of a system, and the folder of the plans, as an inventory says. */
type Bound = { readonly folder: string; readonly environment?: string; readonly systems: readonly SystemEntry[] };

/**
 * `npx backout print <plan> <scheme>`: a scheme as Markdown, to keep on paper. It reads files and nothing else: no network, no
 * Slack, no journal, no secret. Exit 0 when printed, 1 when the plan, the scheme or the inventory is not usable, 2 when used wrongly.
 */
export const run: CliRun = async (args, write) => {
  const done = await paperFor(args);
  if (typeof done === 'string') {
    write(done.trimEnd());
    return 0;
  }
  for (const line of done.lines) write(`backout print: ${line}`);
  return done.code;
};

async function paperFor(args: readonly string[]): Promise<string | Refusal> {
  const options = parse(args);
  if ('lines' in options) return options;
  const bound = await boundBy(options.config);
  if ('lines' in bound) return bound;
  const read = await planOf(options.plan, bound.folder);
  if ('lines' in read) return read;
  const entry = bound.systems.find(({ name }) => name === read.name);
  const plan = withHosts(read, entry);
  const scheme = schemeOf(plan, options.scheme);
  if ('lines' in scheme) return scheme;
  if (options.config !== undefined && !entry) {
    return refused(
      `${options.config} has no system ${plan.name}; it has ${bound.systems.map(({ name }) => name).join(', ')}`,
    );
  }
  const { backup } = options;
  const fault = backup === undefined ? undefined : backupFault(backup, scheme, plan);
  if (fault !== undefined) return refused(fault);
  return printScheme({
    plan,
    scheme,
    language: options.language ?? entry?.language ?? 'zh-CN',
    ...(entry ? { system: { ...entry, environment: bound.environment ?? '' } } : {}),
    ...(backup === undefined ? {} : { backup }),
  });
}

/** Groups become the hosts that the inventory names. */
function withHosts(plan: Plan, entry: SystemEntry | undefined): Plan {
  return entry ? expandGroups(plan, groupsOf(entry.targets)) : plan;
}

function parse(args: readonly string[]): Options | Refusal {
  try {
    const text = { type: 'string' } as const;
    const options = { config: text, language: text, backup: text };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [plan, scheme, ...rest] = positionals;
    if (!plan || !scheme || rest.length > 0)
      return misused('name a plan and a scheme, e.g. npx backout print wechat-backend a');
    const language = LANGUAGES.find((each) => each === values.language);
    if (values.language !== undefined && !language) return misused(`--language is one of ${LANGUAGES.join(', ')}`);
    const { config, backup } = values;
    return {
      plan,
      scheme,
      ...(config === undefined ? {} : { config }),
      ...(backup === undefined ? {} : { backup }),
      ...(language ? { language } : {}),
    };
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
}

async function boundBy(config: string | undefined): Promise<Bound | Refusal> {
  if (config === undefined) return { folder: DEFAULT_FOLDER, systems: [] };
  const reading = await readInventory(config);
  if (!reading.ok) return refused(...reading.problems.map(({ place, message }) => `${place}: ${message}`));
  const { plansFolder, environment, systems } = reading.value;
  return { folder: plansFolder, environment, systems };
}

/** A file by its path, or a plan of the folder by its name. */
async function planOf(named: string, folder: string): Promise<Plan | Refusal> {
  const isFile = /\.ya?ml$/.test(named) || named.includes('/');
  const files = isFile ? [await readPlanFile(named)] : await readPlanFolder(folder).catch(() => []);
  const found = files.find(({ plan }) => isFile || plan?.name === named);
  if (found?.plan) return found.plan;
  const problems = files.flatMap(problemLines);
  const names = files.flatMap(({ plan }) => (plan ? [plan.name] : []));
  const missing = `there is no plan ${named} in ${folder}; it has ${names.join(', ') || 'none'}, or name a file`;
  return refused(...(isFile ? [] : [missing]), ...problems);
}

function problemLines({ file, problems }: PlanFile): readonly string[] {
  return problems.map(
    ({ line, column, path, message }) => `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`,
  );
}

/** By its key, as in `a`, `scheme-a` and `方案A`, by one of its aliases or by its title. */
function schemeOf({ schemes }: Plan, named: string): Scheme | Refusal {
  const word = named.toLowerCase();
  const keys = [word, word.replace(/^(scheme-?|方案)/, '')];
  const found =
    schemes.find(({ key }) => keys.includes(key.toLowerCase())) ??
    schemes.find(({ aliases, title }) =>
      [...aliases, ...LANGUAGES.map((language) => say(title, language))].some((each) =>
        keys.includes(each.toLowerCase()),
      ),
    );
  if (found) return found;
  const known = schemes.map(({ key, aliases }) => [key, ...aliases].join(' or ')).join('; ');
  return refused(`there is no scheme ${named}; there is ${known}`);
}

/** Why a name is none of a usable backup. Whether it is there is seen on the host. */
function backupFault(name: string, scheme: Scheme, plan: Plan) {
  const source = sourceOf(scheme, plan.backups);
  if (!source) return `scheme ${scheme.key} uses no backup; leave --backup out`;
  if (source.kind === 'set') return versionFault(name, source.name);
  const entry = { name, kind: source.kind === 'directory' ? 'directory' : 'file', bytes: 1, modifiedAt: 0 } as const;
  const [found] = judgeBackups(source, [entry], { ...plan, host: '', directory: '', now: 0 }).backups;
  if (found?.unusable === 'safety-copy') return `${name} is a copy that a rollback made, no backup of ${source.name}`;
  const form = source.pattern.replace('{timestamp}', source.timestamp);
  return found
    ? undefined
    : `${name} is no name of a backup of ${source.name}; write one like ${form}, without its folder`;
}

function versionFault(name: string, source: string): string | undefined {
  const isVersion = versionIn(name, '{version}') !== undefined;
  return isVersion ? undefined : `${name} is no version of ${source}; write one like 1.4.2`;
}

function refused(...lines: readonly string[]): Refusal {
  return { code: 1, lines };
}

function misused(line: string): Refusal {
  return { code: 2, lines: [line] };
}

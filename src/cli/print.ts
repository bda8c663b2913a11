import { problemLine as configLine } from '../config/config-problem.js';
import type { SystemEntry } from '../config/inventory.js';
import { groupsOf } from '../config/outline.js';
import { judgeBackups, versionIn } from '../domain/backup.js';
import { sourceOf } from '../domain/backup-set.js';
import { expandGroups } from '../domain/expand-groups.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { LANGUAGES, type Language, say } from '../domain/text.js';
import { problemLine } from '../plan/problem.js';
import { readPlanFile, readPlanFolder } from '../plan-folder.js';
import { printScheme } from '../view/print.js';
import { type Words, words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { DEFAULT_FOLDER, inventoryHere } from './inventory-here.js';
import type { CliRun } from './usage.js';

type Options = {
  readonly plan: string;
  readonly scheme: string;
  readonly file: string;
  readonly config?: string;
  /** Asked for, else as the system is bound, else as the command speaks. */
  readonly isLanguageAsked: boolean;
  readonly backup?: string;
};

type PrintWords = Words['terminal']['print'];

/** Why nothing can be printed: one line each, and the exit code. */
type Refusal = { readonly code: 1 | 2; readonly lines: readonly string[] };

/** Hosts and values of a system, and the folder of the plans, as an inventory says. */
type Bound = { readonly folder: string; readonly environment?: string; readonly systems: readonly SystemEntry[] };

/**
 * `npx backout print <plan> <scheme>`: a scheme as Markdown, to keep on paper. It reads files and nothing else: no network, no
 * Slack, no journal, no secret. Exit 0 when printed, 1 when the plan, the scheme or the inventory is not usable, 2 when used wrongly.
 */
export const run: CliRun = async (args, write, language) => {
  const done = await paperFor(args, language);
  if (typeof done === 'string') {
    write(done.trimEnd());
    return 0;
  }
  for (const line of done.lines) write(`backout print: ${line}`);
  return done.code;
};

async function paperFor(args: readonly string[], language: Language): Promise<string | Refusal> {
  const w = words(language).terminal.print;
  const options = parse(args, language);
  if ('lines' in options) return options;
  const bound = await boundBy(options, language);
  if ('lines' in bound) return bound;
  const read = await planOf(options.plan, bound.folder, language);
  if ('lines' in read) return read;
  const entry = bound.systems.find(({ name }) => name === read.name);
  const plan = withHosts(read, entry);
  const scheme = schemeOf(plan, options.scheme, w);
  if ('lines' in scheme) return scheme;
  const { backup, config } = options;
  // One that was merely found may be another environment's.
  if (config !== undefined && !entry) return refused(w.noSystem(config, plan.name, namesOf(bound)));
  const fault = backupFault(backup, scheme, plan, w);
  if (fault !== undefined) return refused(fault);
  return printScheme({
    plan,
    scheme,
    language: (options.isLanguageAsked ? undefined : entry?.language) ?? language,
    ...(entry ? { system: { ...entry, environment: bound.environment ?? '' } } : {}),
    ...(backup === undefined ? {} : { backup }),
  });
}

function namesOf({ systems }: Bound): string {
  return systems.map(({ name }) => name).join(', ');
}

/** Groups become the hosts that the inventory names. */
function withHosts(plan: Plan, entry: SystemEntry | undefined): Plan {
  return entry ? expandGroups(plan, groupsOf(entry.targets)) : plan;
}

function parse(args: readonly string[], language: Language): Options | Refusal {
  const text = { type: 'string' } as const;
  const parsed = parseArguments(args, { backup: text, language: text }, language);
  if (typeof parsed === 'string') return misused(parsed);
  const [plan, scheme, ...rest] = parsed.names;
  if (!plan || !scheme || rest.length > 0) return misused(words(language).terminal.misused.print);
  const { file, config, values } = parsed;
  return {
    ...{ plan, scheme, file },
    isLanguageAsked: values.language !== undefined,
    ...(config === undefined ? {} : { config }),
    ...(values.backup === undefined ? {} : { backup: values.backup }),
  };
}

async function boundBy(options: Options, language: Language): Promise<Bound | Refusal> {
  const reading = await inventoryHere(options);
  if (!reading) return { folder: DEFAULT_FOLDER, systems: [] };
  if (!reading.ok) return refused(...reading.problems.map((problem) => configLine(problem, language)));
  const { plansFolder, environment, systems } = reading.value;
  return { folder: plansFolder, environment, systems };
}

/** A file by its path, or a plan of the folder by its name. */
async function planOf(named: string, folder: string, language: Language): Promise<Plan | Refusal> {
  const isFile = /\.ya?ml$/.test(named) || named.includes('/');
  const files = isFile ? [await readPlanFile(named)] : await readPlanFolder(folder).catch(() => []);
  const found = files.find(({ plan }) => isFile || plan?.name === named);
  if (found?.plan) return found.plan;
  const lines = files.flatMap(({ file, problems }) => problems.map((problem) => problemLine(file, problem, language)));
  const names = files.flatMap(({ plan }) => (plan ? [plan.name] : []));
  const missing = words(language).terminal.print.noPlan(named, folder, names.join(', '));
  return refused(...(isFile ? [] : [missing]), ...lines);
}

/** By its key, as in `a`, `scheme-a` and `方案A`, by one of its aliases or by its title. */
function schemeOf({ schemes }: Plan, named: string, w: PrintWords): Scheme | Refusal {
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
  const known = schemes.map(({ key, aliases }) => [key, ...aliases].join(w.or)).join('; ');
  return refused(w.noScheme(named, known));
}

/** Why a name is none of a usable backup. Whether it is there is seen on the host. */
function backupFault(name: string | undefined, scheme: Scheme, plan: Plan, w: PrintWords): string | undefined {
  if (name === undefined) return undefined;
  const source = sourceOf(scheme, plan.backups);
  if (!source) return w.noBackup(scheme.key);
  if (source.kind === 'set') {
    return versionIn(name, '{version}') === undefined ? w.noVersion(name, source.name) : undefined;
  }
  const entry = { name, kind: source.kind === 'directory' ? 'directory' : 'file', bytes: 1, modifiedAt: 0 } as const;
  const [found] = judgeBackups(source, [entry], { ...plan, host: '', directory: '', now: 0 }).backups;
  if (found?.unusable === 'safety-copy') return w.safetyCopy(name, source.name);
  const form = source.pattern.replace('{timestamp}', source.timestamp);
  return found ? undefined : w.noName(name, source.name, form);
}

function refused(...lines: readonly string[]): Refusal {
  return { code: 1, lines };
}

function misused(line: string): Refusal {
  return { code: 2, lines: [line] };
}

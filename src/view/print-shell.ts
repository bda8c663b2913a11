import { identifyScript } from '../domain/backup-identity.js';
import { sourceOf } from '../domain/backup-set.js';
import { BACKUP_NAMES, namesOfSet, partVariable } from '../domain/backup-values.js';
import type { Plan, SecretUse, SingleSource } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import type { Target } from '../domain/target.js';
import { type Language, say, type Text } from '../domain/text.js';
import { enterPlace, quoted } from './local-place.js';
import { printWords } from './print-words.js';
import { words } from './words/words.js';

/** What the inventory says of a system, as far as paper needs it. Secrets: where they come from, never what they are. */
export type PrintedSystem = {
  readonly environment: string;
  readonly targets: Readonly<Record<string, Target>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, { readonly file: string } | { readonly env: string }>>;
};

/** A block of shell to copy from the paper. */
export function shellBlock(...lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

/** `ssh deploy@10.0.0.5 -p 2222`; without an inventory, or for the machine of Backout itself, its name. */
export function reach(name: string, plan: Plan, system: PrintedSystem | undefined, language: Language): string {
  const role = plan.targets.find((each) => each.name === name);
  const title = say(role?.title ?? name, language);
  const target = system?.targets[name];
  const { aside, comma } = words(language);
  const w = printWords(language);
  if (!target) return role?.group ? `${title}${aside(w.eachHost)}` : title;
  if (target.local) return `${title}${aside(hasPlace(target) ? w.hereInShell(target.user) : w.here(target.user))}`;
  return `${title}${comma}\`ssh ${target.user}@${target.host}${target.port === 22 ? '' : ` -p ${target.port}`}\``;
}

function hasPlace(target: Target): boolean {
  return target.local === true && enterPlace(target).length > 0;
}

/** How to come to where the steps of the local targets run, when it is not the account's own PATH and HOME. */
export function placeBlocks(plan: Plan, system: PrintedSystem | undefined, language: Language): readonly string[] {
  const w = printWords(language);
  return plan.targets.flatMap(({ name, title }) => {
    const target = system?.targets[name];
    if (!target || !hasPlace(target)) return [];
    return [w.ownShell(say(title, language)), shellBlock(...enterPlace(target))];
  });
}

/** The values that every script gets, each a line to enter. */
export function valuesBlock(plan: Plan, system: PrintedSystem | undefined, language: Language): string {
  const w = printWords(language);
  const value = (name: string, title: Text) => {
    const known = system?.variables[name];
    const note =
      known === undefined ? `${w.fillIn}${words(language).colon}${say(title, language)}` : say(title, language);
    return `export ${name}=${quoted(known ?? '')} # ${oneLine(note)}`;
  };
  return shellBlock(
    'paper="$HOME/backout-paper"; mkdir -p -m 700 -- "$paper"',
    `export BACKOUT_RUN=by-hand-1 # ${w.anotherEachTime}`,
    ...Object.entries(plan.variables).map(([name, title]) => value(name, title)),
  );
}

/** Shows what lies in a place of backups. */
export function listLine({ kind, directory }: SingleSource): string {
  return kind === 'git-tag' ? `git -C "$${directory}" tag --list` : `ls -la -- "$${directory}"`;
}

/** Prints every value of the set as another host's shell takes it, whatever stands in it. */
const HAND_OVER =
  "export -p | sed -n -e 's/^declare -x /export /' -e 's/^typeset -x /export /' -e '/^export BACKUP_/p'";

/** How to enter a part of a set on its own host, and the values of it that every other host needs. */
export function partBlocks(part: SingleSource, version: string | undefined, language: Language): readonly string[] {
  const w = printWords(language);
  const own = partVariable(part.name);
  const [before = '', after = ''] = part.pattern.split('{version}');
  const name = `${before}$BACKUP_VERSION${after}`;
  const bytes = `"$(sed -n 's/^bytes //p' "$paper/identity-${part.name}")${part.kind === 'git-tag' ? '0' : ''}"`;
  return [
    shellBlock(listLine(part)),
    w.identify,
    shellBlock(
      version === undefined ? `export BACKUP_VERSION= # ${w.fillIn}` : `export BACKUP_VERSION=${quoted(version)}`,
      'export BACKUP_NAME="$BACKUP_VERSION"',
      `export ${own}="${part.kind === 'git-tag' ? name : `$${part.directory}/${name}`}"`,
      ...scriptLines(`identify-${part.name}`, identifyScript(part)),
      `BACKUP="$${own}" sh -eu "$paper/identify-${part.name}.sh" </dev/null >"$paper/identity-${part.name}"; echo "exit code $?"`,
      `cat "$paper/identity-${part.name}"`,
      `export ${own}_BYTES=${bytes}`,
      `export ${own}_DIGEST="$(sed -n 's/^digest //p' "$paper/identity-${part.name}")"`,
      `export BACKUP_BYTES="$((\${BACKUP_BYTES:-0} + \${${own}_BYTES:-0}))"`,
      HAND_OVER,
    ),
  ];
}

/** How to list the backups of a source, and how to enter the one that was chosen. */
export function backupBlocks(source: SingleSource, name: string | undefined, language: Language): readonly string[] {
  const w = printWords(language);
  const path = source.kind === 'git-tag' ? '"$BACKUP_NAME"' : `"$${source.directory}/$BACKUP_NAME"`;
  const named = name === undefined ? `export BACKUP_NAME= # ${w.fillIn}` : `export BACKUP_NAME=${quoted(name)}`;
  return [
    shellBlock(listLine(source)),
    w.identify,
    shellBlock(
      named,
      `export BACKUP=${path}`,
      ...scriptLines('identify', identifyScript(source)),
      'sh -eu "$paper/identify.sh" </dev/null >"$paper/identity"; echo "exit code $?"',
      'cat "$paper/identity"',
      // Without a value nothing that needs it runs; a tag has no bytes.
      `export BACKUP_BYTES="$(sed -n 's/^bytes //p' "$paper/identity")${source.kind === 'git-tag' ? '0' : ''}"`,
      `export BACKUP_DIGEST="$(sed -n 's/^digest //p' "$paper/identity")"`,
      'echo "export BACKUP_BYTES=$BACKUP_BYTES BACKUP_DIGEST=$BACKUP_DIGEST"',
    ),
  ];
}

/** How a secret comes to the host: as a file that only the account can read. */
export function secretBlock(
  secret: SecretUse,
  system: PrintedSystem | undefined,
  language: Language,
): readonly string[] {
  const w = printWords(language);
  const { name, header } = secret;
  const source = system?.secrets[name];
  const from = source ? ('file' in source ? w.secretFile(source.file) : w.secretVariable(source.env)) : w.secretUnknown;
  return [
    [w.secret(name, from), ...(header === undefined ? [] : [w.secretLine(header)])].join(words(language).space),
    shellBlock(`(umask 077; cat >"$paper/${name}")`, `export ${name}_FILE="$paper/${name}"`),
  ];
}

type Call = {
  /** A name for the script's file. */
  readonly file: string;
  readonly step?: string;
  readonly run: string;
  readonly directory?: string;
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** All that it may use by name. What it uses must have a value, or it is not run. */
  readonly names: readonly string[];
  /** Shell that stands before the call, e.g. the mark of a log. */
  readonly given?: string;
  /** A file that gets what it prints. */
  readonly into?: string;
};

/** Writes a script to a file and runs it as Backout would: by sh, in the home directory, with nothing to read. */
export function runBlock({
  file,
  step,
  run,
  directory,
  user,
  environment = {},
  names = [],
  given,
  into,
}: Call): string {
  const text = directory === undefined ? run : `cd -- "$${directory}"\n${run}`;
  const own = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  const named = step === undefined ? [] : [`BACKOUT_STEP=${step}`];
  const before = [...(given === undefined ? [] : [given]), ...named, ...own].join(' ');
  const path = `"$paper/${file}.sh"`;
  const handed = [...new Set([...names, ...Object.keys(environment), 'BACKOUT_RUN', 'BACKOUT_STEP'])];
  const hands = handed.map((name) => `${name}="$${name}"`).join(' ');
  const call =
    user === undefined
      ? `${before} sh -eu ${path}`.trim()
      : `export ${before} && sudo -n -u ${user} -- env ${hands} sh -eu -c "$(cat ${path})"`;
  const output = into === undefined ? '' : ` >"$paper/${into}"`;
  const guard = guardOf(text, names);
  return shellBlock(...scriptLines(file, text), `(cd && ${guard}${call}) </dev/null${output}; echo "exit code $?"`);
}

/** An empty folder name would make `"$DIR/x"` a path from the top: what a script uses must have a value. */
function guardOf(text: string, names: readonly string[]): string {
  const used = new Set([...text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name));
  const must = ['BACKOUT_RUN', ...names].filter((name) => used.has(name)).map((name) => `"\${${name}:?}"`);
  return must.length > 0 ? `: ${must.join(' ')} && ` : '';
}

/** Names of the values that are entered before: variables, and the chosen backup's. */
export function enteredNames({ variables, backups }: Plan, scheme: Scheme): readonly string[] {
  const source = sourceOf(scheme, backups);
  const chosen = source?.kind === 'set' ? namesOfSet(source.parts) : scheme.backup ? BACKUP_NAMES : [];
  return [...Object.keys(variables), ...chosen];
}

/** The lines that write a script to its file, word for word. */
function scriptLines(file: string, text: string): readonly string[] {
  const lines = text.replace(/\n+$/, '').split('\n');
  let end = 'END_OF_SCRIPT';
  while (lines.includes(end)) end += '_';
  return [`cat >"$paper/${file}.sh" <<'${end}'`, ...lines, end];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

import { BACKUP_NAMES } from '../domain/backup-values.js';
import { bareArguments } from './bare-arguments.js';
import { isGivenByShell, LOG_MARK } from './environment.js';
import { placeholderFaults } from './placeholders.js';
import { nearest } from './schema-problems.js';
import { secretLeaks } from './secret-leaks.js';
import { programOf } from './shell/program.js';
import { ASSIGNMENT, type Command, parseShell } from './shell/script.js';
import type { Unclosed, Word } from './shell/words.js';

/** A rule that a script breaks, at an offset in its text. */
export type ScriptFault = { readonly offset: number; readonly message: string };

/** What a script may use. A check has no secrets and no step; a command is a person's and belongs to no scheme. */
export type ScriptPlace = {
  readonly kind: 'step' | 'check' | 'command';
  /** The key of the scheme that it belongs to. */
  readonly scheme?: string;
  /** All that it is given by name: variables, the step's own environment, and the chosen backup's names. */
  readonly variables: readonly string[];
  /** All secrets of the plan, and those that this step lists. */
  readonly secrets: readonly string[];
  readonly listed: readonly string[];
};

/** What would go wrong when a script runs, or go unnoticed. */
export function scriptFaults(text: string, place: ScriptPlace): readonly ScriptFault[] {
  const script = parseShell(text);
  if (script.unclosed) return [{ offset: script.unclosed.offset, message: unclosedWords(script.unclosed) }];
  const own = new Set([...script.commands.flatMap(namesSetBy), ...given(place)]);
  const undefinedNames = script.expansions.filter(
    ({ name, isOptional }) => /^[A-Z][A-Z0-9_]*$/.test(name) && !isOptional && !own.has(name) && !isGivenByShell(name),
  );
  const first = undefinedNames.filter(
    ({ name }, at) => undefinedNames.findIndex((other) => other.name === name) === at,
  );
  return [
    ...first.map(({ name, offset }) => ({ offset, message: undefinedWords(name, place) })),
    ...secretLeaks(script, place.secrets),
    ...placeholderFaults(text, script),
    ...script.commands.flatMap(deafCurl),
    ...bareArguments(script),
  ];
}

function unclosedWords({ opener, closer }: Unclosed): string {
  if (opener.startsWith('<<'))
    return `the text after ${opener} has no end; write a line below it that says ${closer} and nothing else`;
  return `this ${opener} is never closed; write ${closer} where it ends`;
}

function given({ kind, variables, listed }: ScriptPlace): readonly string[] {
  const fromStep = kind === 'step' ? ['BACKOUT_RUN', 'BACKOUT_STEP'] : [];
  return [...variables, ...fromStep, ...listed.map((secret) => `${secret}_FILE`)];
}

function undefinedWords(name: string, place: ScriptPlace): string {
  const { kind, secrets, listed } = place;
  const isOurs = [...BACKUP_NAMES, LOG_MARK, 'BACKOUT_RUN', 'BACKOUT_STEP'].includes(name);
  if (isOurs) return notGiven(name, place);
  const secret = secrets.find((each) => name === `${each}_FILE`);
  if (secret && kind !== 'step') return `$${name} is not given to a ${kind}: secrets go to steps only`;
  if (secret) return `$${name} is not given to this step; add secrets: [${[...listed, secret].join(', ')}]`;
  if (secrets.includes(name)) return `there is no variable ${name}; a secret arrives as a file: write $${name}_FILE`;
  const near = nearest(name, given(place));
  const instead = near
    ? `write $${near}`
    : `declare it in variables:, or write \${${name}:-…} with what to take without it`;
  return `there is no variable ${name}; ${instead}`;
}

/** Backout's own names that this script does not get. */
function notGiven(name: string, { kind, scheme, variables }: ScriptPlace): string {
  if (name === LOG_MARK) return `$${name} is given to log: checks only; write a check with log: instead`;
  if (name === 'BACKOUT_RUN') return `$${name} is not given to a ${kind}, only to steps and to what restore: asks`;
  if (!BACKUP_NAMES.includes(name)) return `$${name} is not given to a ${kind}, only to steps`;
  if (scheme === undefined) return `$${name} is chosen for a run; a ${kind} gets variables: only`;
  if (variables.includes('BACKUP_VERSION')) return `$${name} is not given with a set of backups; ${partsOf(variables)}`;
  return `$${name} is not given here: scheme ${scheme} names no backup; add backup: with one of backups: to it`;
}

function partsOf(variables: readonly string[]): string {
  const parts = variables.filter((name) => variables.includes(`${name}_DIGEST`) && name !== 'BACKUP');
  return `write one of its parts: ${parts.map((name) => `$${name}`).join(', ')}`;
}

/** The variables that a command gives a value to. */
function namesSetBy({ words, assignments }: Command): readonly string[] {
  const [program, ...rest] = words.map(({ text }) => text);
  return [...assignments.flatMap(assigned), ...setByProgram(program ?? '', rest, words.slice(1))];
}

function setByProgram(program: string, rest: readonly string[], words: readonly Word[]): readonly string[] {
  switch (program) {
    case 'export':
    case 'readonly':
    case 'local':
    case 'declare':
    case 'typeset':
      return words.flatMap(assigned);
    case 'read':
    case 'mapfile':
    case 'readarray':
      return rest;
    case 'for':
      return rest.slice(0, 1);
    case 'getopts':
      return rest.slice(1, 2);
    case 'printf':
      return rest[0] === '-v' ? rest.slice(1, 2) : [];
    default:
      return [];
  }
}

function assigned({ text }: Word): readonly string[] {
  const name = ASSIGNMENT.exec(text)?.[1];
  return name === undefined ? [] : [name];
}

/** Letters of curl's options that take a value, so that what follows them is no option. */
const CURL_TAKES_VALUE = 'ACDEFHKPQTUXYbcdehmortuwxyz';
const CURL_FAILS = /^--(fail|fail-with-body)$/;

/** Without -f, curl is content with whatever a broken service answers. A script that asks for the status judges it itself. */
function deafCurl(command: Command): readonly ScriptFault[] {
  const program = programOf(command);
  if (!program || !/^(.*\/)?curl$/.test(program.word.text)) return [];
  const words = program.rest.map(({ text }) => text);
  const mayFail = words.some(
    (word) => CURL_FAILS.test(word) || hasShortF(word) || /%\{(http|response)_code\}/.test(word),
  );
  const message = 'curl calls an HTTP error a success; add -f, e.g. curl -fsS';
  return mayFail ? [] : [{ offset: program.word.offset, message }];
}

function hasShortF(word: string): boolean {
  if (!/^-[^-]/.test(word)) return false;
  const letters = [...word.slice(1)];
  const value = letters.findIndex((letter) => CURL_TAKES_VALUE.includes(letter));
  return letters.slice(0, value === -1 ? letters.length : value).includes('f');
}

import { BACKUP_NAMES } from '../domain/backup-values.js';
import { type Bilingual, both, joined } from '../domain/text.js';
import { bareArguments } from './bare-arguments.js';
import { isGivenByShell, LOG_MARK } from './environment.js';
import { noBackup } from './host-path-rules.js';
import { nearest } from './nearest.js';
import { placeholderFaults } from './placeholders.js';
import { secretLeaks } from './secret-leaks.js';
import { programOf } from './shell/program.js';
import { ASSIGNMENT, type Command, parseShell } from './shell/script.js';
import type { Unclosed, Word } from './shell/words.js';

/** A rule that a script breaks, at an offset in its text. */
export type ScriptFault = { readonly offset: number; readonly message: Bilingual };

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

const KINDS = { step: '步骤', check: '检查', command: '人工命令' } as const;

function unclosedWords({ opener, closer }: Unclosed): Bilingual {
  if (opener.startsWith('<<'))
    return both(
      `the text after ${opener} has no end; write a line below it that says ${closer} and nothing else`,
      `${opener} 之后的文本没有结束；请在它下面单独写一行 ${closer}`,
    );
  return both(
    `this ${opener} is never closed; write ${closer} where it ends`,
    `这个 ${opener} 没有闭合；请在结束处写 ${closer}`,
  );
}

function given({ kind, variables, listed }: ScriptPlace): readonly string[] {
  const fromStep = kind === 'step' ? ['BACKOUT_RUN', 'BACKOUT_STEP'] : [];
  return [...variables, ...fromStep, ...listed.map((secret) => `${secret}_FILE`)];
}

function undefinedWords(name: string, place: ScriptPlace): Bilingual {
  const { kind, secrets, listed } = place;
  const isOurs = [...BACKUP_NAMES, LOG_MARK, 'BACKOUT_RUN', 'BACKOUT_STEP'].includes(name);
  if (isOurs) return notGiven(name, place);
  const secret = secrets.find((each) => name === `${each}_FILE`);
  if (secret && kind !== 'step') return onlyToSteps(name, kind);
  if (secret) return unlisted(name, [...listed, secret].join(', '));
  const none = both(`there is no variable ${name}`, `没有名为 ${name} 的变量`);
  if (secrets.includes(name)) return joined(none, asFile(name));
  const near = nearest(name, given(place));
  return joined(none, near ? both(`write $${near}`, `请写 $${near}`) : declared(name));
}

function onlyToSteps(name: string, kind: 'check' | 'command'): Bilingual {
  return both(
    `$${name} is not given to a ${kind}: secrets go to steps only`,
    `${KINDS[kind]}里没有 $${name}：密钥只交给步骤`,
  );
}

function unlisted(name: string, secrets: string): Bilingual {
  return both(
    `$${name} is not given to this step; add secrets: [${secrets}]`,
    `这个步骤里没有 $${name}；请加上 secrets: [${secrets}]`,
  );
}

function asFile(name: string): Bilingual {
  return both(`a secret arrives as a file: write $${name}_FILE`, `密钥以文件形式提供：请写 $${name}_FILE`);
}

function declared(name: string): Bilingual {
  return both(
    `declare it in variables:, or, where a file on the host sets it or the script chooses what to take without it, write \${${name}:-…}`,
    `请在 variables: 里定义；若由主机上的文件设定，或由脚本给出没有它时用的值，请写 \${${name}:-…}`,
  );
}

/** Backout's own names that this script does not get. */
function notGiven(name: string, { kind, scheme, variables }: ScriptPlace): Bilingual {
  const whose = KINDS[kind];
  if (name === LOG_MARK)
    return both(
      `$${name} is given to log: checks only; write a check with log: instead`,
      `只有 log: 检查才有 $${name}；请改写成带 log: 的检查`,
    );
  if (name === 'BACKOUT_RUN')
    return both(
      `$${name} is not given to a ${kind}, only to steps and to what restore: asks`,
      `${whose}里没有 $${name}，只有步骤和 restore: 的检查里才有`,
    );
  if (!BACKUP_NAMES.includes(name))
    return both(`$${name} is not given to a ${kind}, only to steps`, `${whose}里没有 $${name}，只有步骤里才有`);
  if (scheme === undefined)
    return both(
      `$${name} is chosen for a run; a ${kind} gets variables: only`,
      `$${name} 在申请回滚时才选定；${whose}里只有 variables: 里的变量`,
    );
  if (variables.includes('BACKUP_VERSION')) return joined(notOfSet(name), oneOfParts(variables));
  return noBackup(name, scheme);
}

function notOfSet(name: string): Bilingual {
  return both(`$${name} is not given with a set of backups`, `成套备份没有 $${name}`);
}

function oneOfParts(variables: readonly string[]): Bilingual {
  const parts = variables.filter((name) => variables.includes(`${name}_DIGEST`) && name !== 'BACKUP');
  const names = parts.map((name) => `$${name}`).join(', ');
  return both(`write one of its parts: ${names}`, `请写其中一个组成部分：${names}`);
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
  return mayFail ? [] : [{ offset: program.word.offset, message: DEAF }];
}

const DEAF = both(
  'curl calls an HTTP error a success; add -f, e.g. curl -fsS',
  'curl 会把 HTTP 错误当作成功；请加 -f，例如 curl -fsS',
);

function hasShortF(word: string): boolean {
  if (!/^-[^-]/.test(word)) return false;
  const letters = [...word.slice(1)];
  const value = letters.findIndex((letter) => CURL_TAKES_VALUE.includes(letter));
  return letters.slice(0, value === -1 ? letters.length : value).includes('f');
}

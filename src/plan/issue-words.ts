import { z } from 'zod';
import { type Bilingual, both, joined } from '../domain/text.js';
import { advised } from './advice.js';
import { nearest } from './nearest.js';

/** What stands in a file where an issue is found, for the advice: keys that are known there, and a value as an example. */
export type Known = { readonly keys: readonly string[]; readonly example?: unknown };

type Issue = z.core.$ZodIssue;

/** One of zod's issues in our words, with what to write instead. `reportInput` must be on: a missing value is told from a wrong one. */
export function issueWords(issue: Issue, known: Known): Bilingual {
  const { message } = issue;
  if ('input' in issue && issue.input === undefined && issue.code !== 'custom') return missing(issue);
  const own = advised(message);
  if (own) return own;
  switch (issue.code) {
    case 'invalid_type':
      return joined(mustBe(issue.expected), ...insteadOf(issue, known));
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return 'options' in issue && issue.options ? oneOf(issue.options) : stock(issue);
    case 'invalid_key':
      return joined(...issue.issues.map((each) => issueWords(each, known)));
    case 'too_small':
      return least(issue);
    case 'too_big':
      return most(issue);
    default:
      return stock(issue);
  }
}

/** A key that may not stand there. */
export function unknownKey(key: string, known: readonly string[]): Bilingual {
  const near = nearest(key, known);
  return joined(both(`unknown key ${key}`, `没有 ${key} 这个键`), near ? write(near) : knownHere(known));
}

function write(word: string): Bilingual {
  return both(`write ${word}`, `请写 ${word}`);
}

function knownHere(known: readonly string[]): Bilingual {
  return both(`known here: ${known.join(', ')}`, `这里可以用：${known.join(', ')}`);
}

function missing(issue: Issue): Bilingual {
  const key = String(issue.path.at(-1) ?? 'this');
  return joined(both(`${key} is missing`, `缺少 ${key}`), hint(issue));
}

function hint(issue: Issue): Bilingual {
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  const own = advised(issue.message);
  if (own) return own;
  if (issue.code !== 'invalid_type') return stock(issue);
  const { en, 'zh-CN': zh } = mustBe(issue.expected);
  return both(`it ${en}`, zh);
}

function oneOf(values: readonly unknown[]): Bilingual {
  const list = values.map(String).join(', ');
  return both(`must be one of ${list}`, `只能是：${list}`);
}

/** What to write for a value of the wrong type, where that can be told from it. */
function insteadOf({ expected, input }: z.core.$ZodIssueInvalidType, { keys, example }: Known): readonly Bilingual[] {
  switch (expected) {
    case 'string':
      return ['number', 'boolean'].includes(typeof input) ? [IN_QUOTES] : [];
    case 'array':
      return typeof input === 'string' ? [write(`[${/^[^\s,;:[\]{}]+$/.test(input) ? input : '…'}]`)] : [];
    case 'number':
    case 'int':
      return example === undefined ? [] : [both(`e.g. ${String(example)}`, `例如 ${String(example)}`)];
    case 'object':
      return keys.length > 0 ? [knownHere(keys)] : [];
    default:
      return [];
  }
}

const IN_QUOTES = both('put numbers, true and false in quotes', '数字、true 和 false 请加引号');

const MAP = both('must be a map of keys and values', '应为若干键和值');
const MUST_BE: Readonly<Record<string, Bilingual>> = {
  string: both('must be a text', '应为文字'),
  number: both('must be a number', '应为数字'),
  int: both('must be a whole number', '应为整数'),
  boolean: both('must be true or false', '应为 true 或 false'),
  array: both('must be a list', '应为列表'),
  object: MAP,
  record: MAP,
};

function mustBe(expected: string): Bilingual {
  return MUST_BE[expected] ?? both(`must be ${expected}`, `应为 ${expected}`);
}

function least({ origin, minimum }: z.core.$ZodIssueTooSmall): Bilingual {
  if (origin === 'string') return both('write a text that is not empty', '不能为空，请写文字');
  if (origin === 'array') return both('name at least one', '请至少写一项');
  return both(`write a number from ${minimum} on`, `请写不小于 ${minimum} 的数字`);
}

function most({ origin, maximum }: z.core.$ZodIssueTooBig): Bilingual {
  if (origin === 'string') return both(`write at most ${maximum} characters`, `最多写 ${maximum} 个字符`);
  return both(`write at most ${maximum}`, `最多写 ${maximum}`);
}

/** Of what no rule of ours is about, zod has words in both languages. */
function stock(issue: Issue): Bilingual {
  const said = CHINESE(issue as Parameters<typeof CHINESE>[0]);
  return both(issue.message, typeof said === 'string' ? said : (said?.message ?? issue.message));
}

const CHINESE = z.locales.zhCN().localeError;

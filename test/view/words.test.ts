import { expect, test } from 'vitest';
import { FAILURE_CODES } from '../../src/domain/failure.js';
import { LANGUAGES, type Language } from '../../src/domain/text.js';
import { typedAt } from '../../src/view/door.js';
import { words } from '../../src/view/words/words.js';

/** Signs and numbers that are the same in every language. */
const NEUTRAL = /^[\s\d\p{P}\p{S}\p{Emoji}]*$/u;

/** Whole texts that are the same in both languages, and meant to be. */
const SAME = new Set(['doctor.groups.slack', 'doctor.machine.node()', 'doctor.host.trust()']);

/** What a person may type at a terminal, in any language. */
const TYPED_ANSWERS = 'doctor.trust.yes';

/** Names that a Chinese sentence holds as they are. Anything else in Latin letters was left in English. */
const NAMES = new Set([
  ...['Backout', 'Slack', 'SSH', 'HTTP', 'JSON', 'SHA', 'KiB', 'ID', 'shell'],
  // Programs, files and settings of a host.
  ...['sh', 'dash', 'bash', 'busybox', 'util', 'linux', 'printf', 'systemd', 'logind', 'logind.conf', 'root', 'kB'],
  ...[
    'bin',
    'dev',
    'etc',
    'shm',
    'tmpfs',
    'HOME',
    'BACKOUT_SECRETS_DIR',
    'KillUserProcesses',
    'KillExcludeUsers',
    'yes',
  ],
  ...['backout.yaml', 'slack.team', 'known_hosts', 'SLACK_BOT_TOKEN', 'contacts', 'id', 'true', 'false', 's', 'm', 'h'],
]);
const COMMANDS = /(?:\/rollback|@Backout|npx|\/invite|chmod|chown)[ -~]*/g;

/** Every text of a table by its path, functions called with placeholders that belong to neither language. */
function texts(node: unknown, path: string): readonly (readonly [path: string, text: string])[] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function')
    return texts((node as (...args: readonly unknown[]) => unknown)('1', '2', '3', '4', '5'), `${path}()`);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => texts(value, path === '' ? key : `${path}.${key}`));
}

function table(language: Language) {
  // A usage is what is typed, not a sentence; a refusal takes facts by their names.
  const {
    problems,
    help: { usage: _, ...help },
    ...rest
  } = words(language);
  const refusals = FAILURE_CODES.map((code) => [code, problems[code]('1', {}, typedAt('slash'))] as const);
  const all = texts({ ...rest, help, problems: Object.fromEntries(refusals) }, '');
  return new Map(all.filter(([path]) => !path.startsWith(TYPED_ANSWERS)));
}

const [zh, en] = [table('zh-CN'), table('en')];

test('no Chinese is left in English sentences', () => {
  expect([...en].filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
});

test('every language has every sentence', () => {
  expect([...zh.keys()].toSorted()).toEqual([...en.keys()].toSorted());
  expect(LANGUAGES).toHaveLength(2);
});

test('no sentence was left equal to the other language by mistake', () => {
  const equal = [...zh].filter(([path, text]) => !SAME.has(path) && en.get(path) === text && !NEUTRAL.test(text));
  expect(equal).toEqual([]);
});

test('no sentence is left in English in the Chinese table', () => {
  expect(
    [...zh].filter(([path, text]) => !SAME.has(path) && !NEUTRAL.test(text) && !/\p{Script=Han}/u.test(text)),
  ).toEqual([]);
});

test('Chinese sentences in Slack hold no English words but names and what is typed', () => {
  const left = [...zh].flatMap(([path, text]) => {
    // These speak to administrators at a terminal, about menus and commands of other programs and about their own options.
    if (/^(doctor|terminal)\./.test(path)) return [];
    const latin = text.replaceAll(COMMANDS, '').match(/[A-Za-z][A-Za-z_.]*/g) ?? [];
    return latin.filter((word) => !NAMES.has(word)).map((word) => `${path}: ${word}`);
  });
  expect(left).toEqual([]);
});

test('Chinese sentences have no English punctuation after Chinese words', () => {
  expect([...zh].filter(([, text]) => /\p{Script=Han}[,.;:!?]/u.test(text))).toEqual([]);
});

import { expect, test } from 'vitest';
import { planLine } from '../../src/view/plan-line.js';
import { words } from '../../src/view/words/words.js';
import { type Edit, problemsOf } from '../plan/broken-copies.js';

const [zh, en] = [words('zh-CN'), words('en')];

/** What is said of the WeChat plan after a slip, as Slack shows it. */
function said(...edits: readonly Edit[]): readonly string[] {
  return problemsOf('wechat', ...edits).map(({ message }) => `x.yaml:3:1 ${message}`);
}

const SLIPS: Readonly<Record<string, readonly [Edit, chinese: string]>> = {
  'a mistyped key': [['approval: { validFor', 'approval: { validfor'], '没有 validfor 这个键；请写 validFor'],
  'a duration without a unit': [['deadline: 20s', 'deadline: 20'], '请写数字和单位，例如 30s、5m 或 24h'],
  'a name that nobody declared': [['target: app', 'target: ap'], 'ap 没有定义；请写 app'],
  'a word that is not offered': [
    ['effect: read-only', 'effect: readonly'],
    '只能是：read-only, reversible, irreversible',
  ],
  'a word where a list belongs': [['deciders: [cto, tech-director]', 'deciders: cto'], '应为列表；请写 [cto]'],
  'a number where a text belongs': [['version: 1.0.0', 'version: 1.0'], '应为文字；数字、true 和 false 请加引号'],
  'a size where a number belongs': [['minBytes: 1', 'minBytes: 1KB'], '应为数字；例如 4096'],
  'a path where a variable belongs': [
    ['directory: BACKUP_DIR', 'directory: /data/backups'],
    '请写方案里一个变量的名称，不带 $，例如 BACKUP_DIR；它的值写在 backout.yaml 里',
  ],
  'a key that stands twice': [
    ['effect: read-only', 'effect: read-only\n        effect: read-only'],
    '这个键写了两次；请只保留一处',
  ],
};

test.each(Object.entries(SLIPS))('%s is told in Chinese, with its place', (_name, [edit, chinese]) => {
  const lines = said(edit);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.map((line) => planLine(line, zh))).toContain(`x.yaml:3:1 ${chinese}`);
});

test('in English it says the same as the command line', () => {
  expect(planLine('x.yaml:3:1 unknown key stepz; write steps', en)).toBe('x.yaml:3:1 unknown key stepz; write steps');
});

test('a sentence that is not known whole stays as it was written', () => {
  const line = 'x.yaml:3:1 unknown key stepz; something new';
  expect(planLine(line, zh)).toBe(line);
});

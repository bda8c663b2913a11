import { expect, it } from 'vitest';
import { failureLine } from '../../src/cli/at-journal.js';
import { main } from '../../src/cli/main.js';
import { COMMANDS } from '../../src/cli/usage.js';
import { isUntranslated } from '../helpers/untranslated.js';

/** What a command prints in a language, where no inventory says another. */
async function said(language: 'zh-CN' | 'en', ...args: readonly string[]) {
  const lines: string[] = [];
  const code = await main([...args, '--config', '/nowhere/backout.yaml', '--language', language], (line) => {
    lines.push(line);
  });
  return { code, lines };
}

it('lists every command in both languages', async () => {
  const [zh, en] = [await said('zh-CN', 'help'), await said('en', 'help')];
  expect([zh.code, en.code]).toEqual([0, 0]);
  expect(zh.lines[0]).toBe('用法：npx backout <命令>');
  expect(zh.lines.filter(isUntranslated)).toEqual([]);
  expect(en.lines[0]).toBe('Usage: npx backout <command>');
  expect(en.lines.filter((line) => /\p{Script=Han}/u.test(line))).toEqual([]);
});

it.each(COMMANDS.map(({ name }) => name))('explains %s in both languages', async (name) => {
  const [zh, en] = [await said('zh-CN', name, '--help'), await said('en', name, '--help')];
  expect(zh.lines.filter(isUntranslated)).toEqual([]);
  expect(en.lines.filter((line) => /\p{Script=Han}/u.test(line))).toEqual([]);
  expect(en.lines).toHaveLength(zh.lines.length);
});

/** Used wrongly, and what is said of it. */
const WRONG: readonly (readonly [args: readonly string[], en: string, zh: string])[] = [
  [['doctor', 'x'], 'x means nothing here; leave it out', '这里不需要 x；请删去'],
  [['status', 'x'], 'x means nothing here; leave it out', '这里不需要 x；请删去'],
  [['check', '--json=1'], '--json takes no value', '--json 后面不写值'],
  [['audit', 'verify', '--anchor'], '--anchor needs a value', '--anchor 后面要写值'],
  [['audit'], 'write npx backout audit verify [run]', '请写 npx backout audit verify [run]'],
  [['audit', 'verify', '--anchor', 'x'], '--anchor belongs to one run', '--anchor 要和一次回滚一起写'],
  [['audit', 'verify', 'r', '--anchor', 'x'], '--anchor is a whole hash', '--anchor 要写完整的哈希'],
  [['backup'], 'name one new file', '请写一个新文件的名称'],
  [['restore'], 'name one backup', '请写一个备份文件'],
  [['hosts'], 'write npx backout hosts trust', '请写 npx backout hosts trust'],
  [['lock'], 'write npx backout lock --check <system>', '请写 npx backout lock --check <system>'],
  [['lock', '--break', 'x'], '--break needs --run and --reason', '--break 要和 --run、--reason 一起写'],
  [['record'], 'name one run, e.g.', '请写一次回滚的编号，例如'],
  [['record', 'r', '--events', '0'], '--events is a number from 1', '--events 要写从 1 起的数字'],
  [['print'], 'name a plan and a scheme, e.g.', '请写回滚方案和其中一个方案，例如'],
  [
    ['print', 'x', 'a', '--nix'],
    'there is no option --nix; --help shows all',
    '没有 --nix 这个选项；--help 列出全部选项',
  ],
];

it.each(WRONG)('says in both languages what is wrong with %j', async ([name = '', ...rest], en, zh) => {
  const [english, chinese] = [await said('en', name, ...rest), await said('zh-CN', name, ...rest)];
  expect([english.code, chinese.code]).toEqual([2, 2]);
  expect(english.lines[0]).toContain(`backout ${name}: ${en}`);
  expect(chinese.lines[0]).toContain(`backout ${name}: ${zh}`);
});

it('says in both languages that there is no such command and no such language', async () => {
  expect((await said('zh-CN', 'chekc')).lines[0]).toBe('backout：没有 "chekc" 这个命令。');
  const lines: string[] = [];
  expect(await main(['doctor', '--language', 'fr', '--config', '/nowhere'], (line) => lines.push(line))).toBe(2);
  expect(lines).toEqual(['backout doctor: --language 只能是：zh-CN, en']);
});

it.each(['status', 'record', 'hosts', 'restore', 'audit', 'lock', 'backup'])(
  'says in both languages that %s finds no inventory',
  async (name) => {
    const more = {
      record: ['r'],
      hosts: ['trust'],
      restore: ['f'],
      audit: ['verify'],
      lock: ['--check', 's'],
      backup: ['f'],
    };
    const args = [name, ...(more[name as keyof typeof more] ?? [])];
    const [english, chinese] = [await said('en', ...args), await said('zh-CN', ...args)];
    expect(english.lines.join('\n')).toContain('/nowhere/backout.yaml: the file does not exist; set BACKOUT_CONFIG');
    expect(chinese.lines.join('\n')).toContain('/nowhere/backout.yaml: 文件不存在；请把 BACKOUT_CONFIG 设为');
  },
);

it('says the facts of a failure in the language of the command', () => {
  const failure = { code: 'ssh.unreachable', at: 'deploy@10.0.0.5', detail: 'connecting took too long' } as const;
  expect(failureLine(failure, 'zh-CN')).toContain('（deploy@10.0.0.5：连接超时）');
  expect(failureLine(failure, 'en')).toContain('(deploy@10.0.0.5: connecting took too long)');
});

import { expect, it } from 'vitest';
import { isUntranslated } from '../helpers/untranslated.js';
import { bilingualOf, type Edit } from './broken-copies.js';

/** The slips that people make most in a plan file, and what is said of each. */
const SLIPS: Readonly<Record<string, readonly [Edit, en: string, zh: string]>> = {
  'a mistyped key': [
    ['approval: { validFor', 'approval: { validfor'],
    'unknown key validfor; write validFor',
    '没有 validfor 这个键；请写 validFor',
  ],
  'a key that belongs elsewhere': [
    ['retry: { times: 3, every: 1s }', 'retry: { times: 3, every: 1s, colour: red }'],
    'unknown key colour; known here: times, every',
    '没有 colour 这个键；这里可以用：times, every',
  ],
  'a key that is missing': [
    ['    budget: 1m\n', ''],
    'budget is missing; write a number with its unit, e.g. 30s, 5m or 24h',
    '缺少 budget；请写数字和单位，例如 30s、5m 或 24h',
  ],
  'a duration without a unit': [
    ['deadline: 20s', 'deadline: 20'],
    'write a number with its unit, e.g. 30s, 5m or 24h',
    '请写数字和单位，例如 30s、5m 或 24h',
  ],
  'a duration that is too long': [['deadline: 20s', 'deadline: 25h'], 'write at most 24h', '最多写 24h'],
  'a name that nobody declared': [
    ['target: app', 'target: ap'],
    'there is no target ap; write app',
    '没有名为 ap 的目标主机；请写 app',
  ],
  'a role that nobody declared': [
    ['deciders: [cto,', 'deciders: [boss,'],
    'there is no role boss; known: cto, tech-director, backend-lead, ops-lead',
    '没有名为 boss 的角色；已定义的有：cto, tech-director, backend-lead, ops-lead',
  ],
  'an id that stands twice': [
    ['- id: read-flags-back', '- id: disable-v2-flags'],
    'the id disable-v2-flags is used twice here; rename one',
    '这里有两处 id 都是 disable-v2-flags；请改掉其中一处',
  ],
  'a word that is not offered': [
    ['effect: read-only', 'effect: readonly'],
    'must be one of read-only, reversible, irreversible',
    '只能是：read-only, reversible, irreversible',
  ],
  'a word where a list belongs': [
    ['deciders: [cto, tech-director]', 'deciders: cto'],
    'must be a list; write [cto]',
    '应为列表；请写 [cto]',
  ],
  'a number where a text belongs': [
    ['version: 1.0.0', 'version: 1.0'],
    'must be a text; put numbers, true and false in quotes',
    '应为文字；数字、true 和 false 请加引号',
  ],
  'a size where a number belongs': [
    ['minBytes: 1', 'minBytes: 1KB'],
    'must be a number; e.g. 4096',
    '应为数字；例如 4096',
  ],
  'a path where a variable belongs': [
    ['directory: BACKUP_DIR', 'directory: /data/backups'],
    'name a variable of the plan, without $, e.g. BACKUP_DIR; its value stands in backout.yaml',
    '请写方案里一个变量的名称，不带 $，例如 BACKUP_DIR；它的值写在 backout.yaml 里',
  ],
  'a variable that nobody declared': [
    ['-X POST "$ADMIN_API', '-X POST "$ADMIN_APIS'],
    'there is no variable ADMIN_APIS; write $ADMIN_API',
    '没有名为 ADMIN_APIS 的变量；请写 $ADMIN_API',
  ],
  'a variable that perhaps a file on the host sets': [
    ['-X POST "$ADMIN_API', '-X POST "$PORT'],
    'there is no variable PORT; declare it in variables:, or, where a file on the host sets it or the script chooses what to take without it, write ${PORT:-…}',
    '没有名为 PORT 的变量；请在 variables: 里定义；若由主机上的文件设定，或由脚本给出没有它时用的值，请写 ${PORT:-…}',
  ],
  'curl without -f': [
    ['run: curl -fsS', 'run: curl -sS'],
    'curl calls an HTTP error a success; add -f, e.g. curl -fsS',
    'curl 会把 HTTP 错误当作成功；请加 -f，例如 curl -fsS',
  ],
  'a quote that is not closed': [
    ['run: curl -fsS', "run: echo 'x; curl -fsS"],
    "this ' is never closed; write ' where it ends",
    "这个 ' 没有闭合；请在结束处写 '",
  ],
  'a placeholder of the document': [
    ['run: curl -fsS', 'run: curl -fsS -H YOUR_ADMIN_KEY'],
    'YOUR_ADMIN_KEY is a placeholder of the document; write the value, a variable, or $BACKUP for what a person chooses',
    'YOUR_ADMIN_KEY 是文档里的占位符；请写实际的值、变量，或写 $BACKUP 表示由人选择的备份',
  ],
  'a time zone that does not exist': [
    ['Asia/Shanghai', 'Asia/Shanghia'],
    'there is no time zone Asia/Shanghia; write an IANA name such as Asia/Shanghai',
    '没有时区 Asia/Shanghia；请写 IANA 名称，例如 Asia/Shanghai',
  ],
  'minutes written as the month': [
    ['YYYYMMDD_HHmmss', 'YYYYMMDDHHMMSS'],
    'MM, the month, stands twice; write minutes as mm: e.g. YYYYMMDD_HHmmss',
    'MM（月）写了两次；分钟请写 mm，例如 YYYYMMDD_HHmmss',
  ],
  'a key that stands twice': [
    ['version: 1.0.0', 'version: 1.0.0\nversion: 1.0.1'],
    'this key is written twice; keep one of the two',
    '这个键写了两次；请只保留一处',
  ],
  'a key that is no text': [
    ['version: 1.0.0', '? { version: # the present one\n  }\n: 1.0.0'],
    'a key must be a text; put it in quotes if it begins with [, { or *',
    '键必须是一段文字；若以 [、{ 或 * 开头，请加引号',
  ],
  'a tab': [
    ['\n  app: { title', '\n\tapp: { title'],
    'Tabs are not allowed as indentation; compare the indentation of this line with the lines above and below it',
    '不能用 Tab 缩进，请改用空格；请对照上下行检查这一行的缩进',
  ],
  'a full-width colon': [
    ['version: 1.0.0', 'version：1.0.0'],
    'write : and a blank in place of ：',
    '请把全角的 ： 改成半角的 : 加一个空格',
  ],
  'a text in one language': [
    ['title: { zh-CN: 立即回滚, en: Roll back at once }', 'title: { zh-CN: 立即回滚 }'],
    'write a text, or both languages: { zh-CN: …, en: … }',
    '请写一段文字，或写两种语言：{ zh-CN: …, en: … }',
  ],
};

it.each(Object.entries(SLIPS))('%s is told in both languages', (_name, [edit, en, zh]) => {
  const problems = bilingualOf('wechat', edit);
  expect(problems.map(({ message }) => message.en).join('\n')).toContain(en);
  expect(problems.map(({ message }) => message['zh-CN']).join('\n')).toContain(zh);
  expect(problems.filter(({ message }) => isUntranslated(message['zh-CN']))).toEqual([]);
});

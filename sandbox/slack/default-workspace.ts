import { readFileSync } from 'node:fs';
import type { Bot, Channel, CommandHint, Person, Shortcut, Team, UserGroup } from './model.js';

/** Exactly what the app's manifest asks for; a method outside these answers `missing_scope`. */
export const botScopes = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'files:write',
  'users:read',
  'usergroups:read',
  'channels:read',
  'groups:read',
];

export const defaultTeam: Team = { id: 'T0BACKOUT', name: 'Backout', domain: 'backout' };

export const defaultBot: Bot = {
  userId: 'U0BACKOUT',
  botId: 'B0BACKOUT',
  appId: 'A0BACKOUT',
  name: 'Backout',
  scopes: botScopes,
};

export const defaultPeople: Person[] = [
  {
    id: 'U0ZHAO6',
    name: 'zhaoliu',
    realName: '赵六',
    title: { 'zh-CN': '运维负责人 · 值班', en: 'Operations lead · on call' },
  },
  { id: 'U0LI4', name: 'lisi', realName: '李四', title: { 'zh-CN': '技术总监', en: 'Technical director' } },
  { id: 'U0ZHANG3', name: 'zhangsan', realName: '张三', title: 'CTO' },
  { id: 'U0WANG5', name: 'wangwu', realName: '王五', title: { 'zh-CN': '后端负责人', en: 'Backend lead' } },
  { id: 'U0QIAN7', name: 'qianqi', realName: '钱七', title: { 'zh-CN': '产品经理', en: 'Product manager' } },
  { id: 'U0GUEST', name: 'guest', realName: '访客', title: { 'zh-CN': '访客', en: 'Guest' }, isRestricted: true },
];

const everyone = defaultPeople.map((person) => person.id);

export const defaultChannels: Channel[] = [
  { id: 'C0INCIDENT', name: 'incident-wechat', members: [...everyone, defaultBot.userId], topic: '故障处理' },
  {
    id: 'C0MEIYUEART',
    name: 'incident-meiyueart',
    members: [...everyone, defaultBot.userId],
    topic: 'meiyueart.com 故障处理',
  },
  { id: 'C0GENERAL', name: 'general', members: everyone.filter((id) => id !== 'U0GUEST') },
];

export const defaultUserGroups: UserGroup[] = [];

type Manifest = { features: { shortcuts: { callback_id: string; name: string }[] } };
const manifest = JSON.parse(readFileSync(new URL('../../manifest.json', import.meta.url), 'utf8')) as Manifest;

/** The message shortcuts of the app's manifest. */
export const defaultShortcuts: Shortcut[] = manifest.features.shortcuts.map(({ callback_id: callback, name }) => ({
  callback,
  name,
}));

/** What the composer proposes after a slash; the embedding program passes the app's real list. */
export const defaultCommands: CommandHint[] = [
  hint('help', '查看全部命令', 'Show all commands'),
  hint('list-backups', '查看可以回滚到的备份', 'Show the backups to return to'),
  hint('schemes', '比较各个方案', 'Compare the schemes'),
  hint('scheme-a', '申请执行方案 A', 'Ask for a run of scheme A'),
  hint('scheme-a --dry-run', '演练方案 A，什么都不改变', 'Rehearse scheme A; nothing is changed'),
  hint('scheme-b', '申请执行方案 B', 'Ask for a run of scheme B'),
  hint('scheme-c', '申请执行方案 C', 'Ask for a run of scheme C'),
  hint('方案2', '按编号申请（方案 2）', 'Ask by number (scheme 2)'),
  hint('scheme-emergency', '申请应急回滚', 'Ask for the emergency scheme'),
  hint('status', '查看下一步由谁做什么', 'Show who must do what next'),
  hint('undo', '申请撤销最近的回滚', 'Ask for taking back the newest rollback'),
  hint('record', '再次查看回滚记录', 'Show a rollback record again'),
  hint('contacts', '查看紧急联系人', 'Show the emergency contacts'),
  hint('review', '查看回滚后复盘', 'Show the review after a rollback'),
];

function hint(word: string, zh: string, en: string): CommandHint {
  return { usage: `/rollback ${word}`, summary: { 'zh-CN': zh, en } };
}

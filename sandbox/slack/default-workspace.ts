import type { Bot, Channel, CommandHint, Person, Team, UserGroup } from './model.js';

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
  { id: 'U0GUEST', name: 'guest', realName: '访客', title: { 'zh-CN': '访客', en: 'Guest' }, isRestricted: true },
];

const everyone = defaultPeople.map((person) => person.id);

export const defaultChannels: Channel[] = [
  { id: 'C0INCIDENT', name: 'incident-wechat', members: [...everyone, defaultBot.userId], topic: '故障处理' },
  { id: 'C0GENERAL', name: 'general', members: everyone.filter((id) => id !== 'U0GUEST') },
];

export const defaultUserGroups: UserGroup[] = [];

/** What the composer proposes after a slash; the embedding program passes the app's real list. */
export const defaultCommands: CommandHint[] = [
  { usage: '/rollback help', summary: { 'zh-CN': '查看全部命令', en: 'Show all commands' } },
  {
    usage: '/rollback list-backups',
    summary: { 'zh-CN': '查看可以回滚到的备份', en: 'Show the backups to return to' },
  },
  { usage: '/rollback scheme-a', summary: { 'zh-CN': '申请执行方案 A', en: 'Ask for a run of scheme A' } },
  { usage: '/rollback status', summary: { 'zh-CN': '查看下一步由谁做什么', en: 'Show who must do what next' } },
  { usage: '/rollback record', summary: { 'zh-CN': '再次查看回滚记录', en: 'Show a rollback record again' } },
];

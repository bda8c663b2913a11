import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

const zh = {
  actingAs: '当前身份',
  channels: '频道',
  apps: '应用',
  home: '主页',
  send: '发送',
  compose: '发消息，或输入 / 使用命令，@Backout 呼叫机器人',
  reply: '回复…（消息列中不能使用斜杠命令）',
  thread: '消息列',
  close: '关闭',
  onlyYou: '仅你可见',
  edited: '已更新',
  replies: (count: number) => `${count} 条回复`,
  replyIn: '在消息列中回复',
  viewThread: '查看消息列',
  shortcuts: '快捷操作',
  app: '应用',
  guest: '访客',
  optional: '（选填）',
  choose: '请选择',
  cancel: '取消',
  preview: '预览',
  hide: '收起',
  download: '下载',
  output: '输出',
  production: '生产环境',
  showProduction: '显示生产环境',
  hideProduction: '收起生产环境',
  healthy: '正常',
  broken: '故障',
  botRunning: '机器人运行中',
  botStopped: '机器人已停止',
  empty: '这里还没有消息。试试输入 /rollback help',
  emptyHome: 'Backout 还没有发布主页。',
  violations: (count: number) => `机器人违反了 ${count} 条 Slack 规则`,
  status: { pending: '等待', in_progress: '进行中', complete: '完成', error: '失败' } as Record<string, string>,
  levels: { default: '说明', info: '说明', warning: '警告', error: '错误', success: '成功' } as Record<string, string>,
  notMember: 'Backout 不在此频道',
  language: 'English',
};

const en: typeof zh = {
  actingAs: 'Acting as',
  channels: 'Channels',
  apps: 'Apps',
  home: 'Home',
  send: 'Send',
  compose: 'Message, / for commands, @Backout to call the bot',
  reply: 'Reply… (slash commands do not work in threads)',
  thread: 'Thread',
  close: 'Close',
  onlyYou: 'Only visible to you',
  edited: 'updated',
  replies: (count: number) => `${count} ${count === 1 ? 'reply' : 'replies'}`,
  replyIn: 'Reply in thread',
  viewThread: 'View thread',
  shortcuts: 'Shortcuts',
  app: 'APP',
  guest: 'guest',
  optional: ' (optional)',
  choose: 'Choose',
  cancel: 'Cancel',
  preview: 'Preview',
  hide: 'Hide',
  download: 'Download',
  output: 'Output',
  production: 'Production',
  showProduction: 'Show production',
  hideProduction: 'Hide production',
  healthy: 'healthy',
  broken: 'broken',
  botRunning: 'Bot is running',
  botStopped: 'Bot is stopped',
  empty: 'Nothing here yet. Try /rollback help',
  emptyHome: 'Backout has not published its Home tab yet.',
  violations: (count: number) => `The bot broke ${count} of Slack's rules`,
  status: { pending: 'pending', in_progress: 'in progress', complete: 'complete', error: 'failed' },
  levels: { default: 'Note', info: 'Note', warning: 'Warning', error: 'Error', success: 'Success' },
  notMember: 'Backout is not in this channel',
  language: '中文',
};

export type Language = 'zh-CN' | 'en';
export type Words = typeof zh;

const tables: Record<Language, Words> = { 'zh-CN': zh, en };

/** The language somebody chose earlier, or the one their browser asks for; Chinese otherwise. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem('language');
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  return navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}

export const LanguageContext = createContext<Language>('zh-CN');

/** The page's texts in the chosen language. */
export function useWords(): Words {
  return tables[useContext(LanguageContext)];
}

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FieldProblem } from '../slack/field-problems.js';
import { type Language, say, type Text } from '../text.js';

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
  broadcast: '回复了消息列',
  broadcastHere: '也发到了频道',
  newMessages: '新消息 ↓',
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
  botEnded: (how: string) => `已结束：${how}`,
  log: '日志',
  noLog: '还没有输出。',
  empty: '这里还没有消息。',
  tryOut: '三步试用',
  trySteps: [
    '在 #incident-wechat，以赵六的身份输入 `/rollback list-backups`，再输入 `/rollback scheme-a`，填写申请。',
    '在左侧切换成访客，按“批准”，看为什么不行；再切换成李四，批准。',
    '看步骤和验证逐项完成，记录在消息列里。再来一次时，在右侧换一种弄坏的方式，或中途 `kill -9` 机器人，再启动它；另一套系统在 #incident-meiyueart。',
  ],
  problem: (problem: FieldProblem): string => {
    if (problem === 'missing') return '请填写此项。';
    return 'atLeast' in problem ? `至少 ${problem.atLeast} 个字符。` : `最多 ${problem.atMost} 个字符。`;
  },
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
  broadcast: 'replied to a thread',
  broadcastHere: 'also sent to the channel',
  newMessages: 'New messages ↓',
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
  botEnded: (how: string) => `Ended: ${how}`,
  log: 'Log',
  noLog: 'No output yet.',
  empty: 'Nothing here yet.',
  tryOut: 'Try it in three steps',
  trySteps: [
    'In #incident-wechat, as 赵六, type `/rollback list-backups`, then `/rollback scheme-a`; fill in the dialog.',
    'On the left, become 访客 (a guest) and press Approve: you are told why not. Then become 李四 and approve.',
    'Watch steps and checks complete; the record is in the thread. Next time, break it in another way on the right, or `kill -9` the bot in the middle and start it again; the other system is in #incident-meiyueart.',
  ],
  problem: (problem: FieldProblem): string => {
    if (problem === 'missing') return 'Please complete this required field.';
    return 'atLeast' in problem ? `At least ${problem.atLeast} characters.` : `At most ${problem.atMost} characters.`;
  },
  emptyHome: 'Backout has not published its Home tab yet.',
  violations: (count: number) => `The bot broke ${count} of Slack's rules`,
  status: { pending: 'pending', in_progress: 'in progress', complete: 'complete', error: 'failed' },
  levels: { default: 'Note', info: 'Note', warning: 'Warning', error: 'Error', success: 'Success' },
  notMember: 'Backout is not in this channel',
  language: '中文',
};

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

/** Says a text of the workspace or the production in the chosen language. */
export function useSay(): (text: Text) => string {
  const language = useContext(LanguageContext);
  return (text) => say(text, language);
}

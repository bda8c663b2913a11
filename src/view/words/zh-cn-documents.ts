import type { enDocuments } from './en-documents.js';

/** Chinese: what documents say that a run fills in. */
export const zhDocuments: typeof enDocuments = {
  documents: {
    notTold: '待补充',
    toldBy: '填写人：',
    answeredBy: '回答人：',
    answered: {
      request: '申请中已写明',
      prechecks: '由回滚前检查确认',
      message: '由频道里的消息通知',
      checks: '方案自带验证',
    },
    noCheck: '没有这一类的检查',
    notAllDone: '步骤没有全部完成，以各步骤为准',
    digest: (hex) => `SHA-256 摘要 ${hex}`,
    backupDigest: (kind) => (kind === 'git-tag' ? '标签对应的提交' : '备份摘要（SHA-256）'),
    marks: {
      requested: '申请回滚',
      approved: '批准回滚',
      started: '开始回滚',
      ended: '回滚完成',
      recovered: '服务恢复',
    },
    asUser: (user) => `以 ${user} 身份`,
    takesBack: (step) => `撤回第 ${step} 步`,
    secretFile: (name) => `执行前请把密钥写入权限为 0600 的文件，并把 ${name} 设为它的路径`,
    added: '结束后补充',
  },
};

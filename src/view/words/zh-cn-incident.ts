import type { enIncident } from './en-incident.js';

/** Chinese: the incident thread, asking from one, and rejecting. */
export const zhIncident: typeof enIncident = {
  incidentThread: {
    seeStatus: '查看当前状态',
    brief: {
      schemes: '选择方案',
      status: '查看状态',
      backups: '查看备份',
      contacts: '联系人',
    },
    stands: {
      preparing: '🕐 正在做回滚前检查',
      awaiting: '🔔 等待决定',
      running: '▶️ 正在回滚',
      verifying: '🔎 正在验证',
      stopping: '🛑 正在中止',
    },
    next: '下一步',
    wait: '不用操作。',
    decide: '请批准或拒绝',
    answerChecks: '请到回滚消息上完成人工确认。',
    card: '回滚消息',
    openCard: '打开',
    inChannel: '在 ',
    pleaseDecide: '🔔 请决定',
    started: (budget) => `▶️ 已批准，开始回滚。预计耗时：${budget}。`,
    verifying: '🔎 步骤已全部完成，开始验证。',
    verifyingRest: (skipped) => `🔎 开始验证。失败后被跳过：${skipped}。`,
    record: '回滚记录在回滚消息的消息列里。',
    moved: '➡️ 之后的进展改在另一个消息列里通知。',
    openThread: '打开那个消息列',
    linkMoved: '本频道的故障已改为关联另一个消息列，新的回滚会在那里报告进展。',
  },
  fromMessage: {
    title: '发起回滚',
    next: '下一步',
    whichSystem: '要回滚哪个系统？',
    whichScheme: '用哪个方案？',
    intro: '现在不会执行任何命令：接下来填写申请，由决策人批准后才开始。',
    reportsHere: '进展会在那条消息的消息列里通知。',
    open: '选择方案',
    openHint: '请按下面的按钮，选择回滚方案。',
    reasonFrom: '原因取自这条消息',
  },
  rejection: {
    title: '拒绝申请',
    submit: '拒绝',
    means: '不会执行任何命令，申请就此结束。',
    reason: '拒绝原因',
    reasonHint: '选填。申请人和频道里的人都会看到。',
  },
};

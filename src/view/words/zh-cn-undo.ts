import type { Partly } from './words.js';

/** Chinese: what is worded otherwise when a run takes an ended one back. Nobody may read of it that something was rolled back. */
export const zhUndo: Partly = {
  outcome: {
    succeeded: '✅ 撤销成功',
    partial: '⚠️ 撤销部分成功',
    failed: '❌ 撤销失败',
    refused: '⛔ 没有开始：撤销前检查未通过',
    rejected: '🚫 撤销申请被拒绝',
    expired: '⌛ 撤销申请已过期',
    aborted: '🛑 撤销已中止',
  },
  run: {
    scheme: (key, title) => `${title}（方案 ${key}）`,
    steps: '撤销步骤',
    checks: '撤销后验证',
    prechecks: '撤销前检查',
    precheckOf: (title) => `撤销前检查：${title}`,
    doesNotBlock: '不阻止撤销',
    impact: '那次回滚申请时的影响',
    schemeLabel: '要撤销的',
  },
  card: {
    requested: '撤销申请',
    running: '正在撤销',
    stopping: '正在中止撤销',
    preparing: (done, total) => `正在做撤销前检查（${done}/${total}），请稍候。`,
    approveConfirm: (subject, where) => ({
      title: '现在开始撤销？',
      text: `${subject}。命令会立即在主机上执行：${where}。`,
      yes: '批准并开始',
      no: '再想想',
    }),
    abortConfirm: {
      title: '中止撤销？',
      text: '主机上正在执行的步骤会被停止，后面的步骤不再执行。系统会停在撤销了一半的状态。',
      yes: '中止',
      no: '继续撤销',
    },
  },
  closed: {
    outdatedMidway: '中途 Backout 停了太久，批准已失效，后面的步骤没有执行。请检查主机：它停在撤销了一半的状态。',
    stays: '主机可能停在撤销了一半的状态。',
    skipped: (steps) => `这些撤销步骤失败后被跳过，它们本该撤销的还在：${steps}。请跟进。`,
    abortedBefore: '撤销在第一步之前被中止，没有做任何改动。',
    abortedMidway: '撤销中途被中止。请检查主机：它停在撤销了一半的状态。',
    because: {
      succeeded: () => '已全部撤销，检查确认与那次回滚之前一样。当时的问题可能又出现了。',
      partial: (open) => `已全部撤销，但这些验证未通过或没有结果：${open}。请跟进。`,
      failed: (open) => `已全部撤销，但这些验证表明还没有回到那次回滚之前：${open}。服务可能不正常。`,
      refused: (open) => `这些检查未通过：${open}。没有做任何改动，那次回滚的结果保持不变。`,
      rejected: () => '没有做任何改动，那次回滚的结果保持不变。',
      expired: () => '没有人在有效期内决定，没有做任何改动，那次回滚的结果保持不变。',
    },
    recordBelow: '撤销记录在这次撤销的消息列里。',
  },
  call: { decide: '请到撤销消息上批准或拒绝。' },
  notice: { heading: '【撤销通知】', scheme: '要撤销的' },
  status: { preparing: '正在做撤销前检查，暂时不用操作。', chooseAtCard: '请到撤销消息上选择怎么继续。' },
  manual: { howTo: '请到撤销消息上按“人工确认”。' },
  stopped: {
    heading: {
      step: '❌ 撤销时有一步失败，请选择怎么继续',
      verification: '❌ 撤销后验证未通过，请选择怎么继续',
      outdated: '⌛ 撤销中途停下，批准已失效，请选择怎么处理',
    },
    verification: (checks) => `已全部撤销，但这些验证未通过或没有结果：${checks}。`,
    mayBeBroken: '服务可能不正常。',
    cannotUndo: '已撤销的保持撤销，没有撤销的保持不变；撤销本身不能再撤销。',
  },
  means: {
    skip: '失败的这一步保持现状，继续撤销后面的。请写明原因。',
    'give-up': 'Backout 不再执行任何命令，已撤销的保持撤销。请写明原因。',
  },
  summons: {
    choose: '请到撤销消息上选择怎么继续。',
    end: '请手动处理好，再到撤销消息上结束它。',
  },
  turns: { stopped: '❌ 撤销中途失败，需要人工选择怎么继续。' },
  ways: {
    risks: {
      skip: '这一步本该撤销的内容会保留，后面的步骤可能依赖它。',
      hold: '服务保持现在的样子：可能只撤销了一半。这个系统仍被占用，不能开始别的回滚。',
      'give-up': '已撤销的保持撤销，没有撤销的保持不变。服务可能不正常。',
    },
    afters: { 'give-up': '这次撤销以失败结束，系统可以开始下一次回滚。' },
  },
  incidentThread: {
    stands: { preparing: '🕐 正在做撤销前检查', running: '▶️ 正在撤销', stopping: '🛑 正在中止撤销' },
    started: (budget) => `▶️ 已批准，开始撤销。预计耗时：${budget}。`,
    verifying: '🔎 已全部撤销，开始验证。',
    answerChecks: '请到撤销消息上完成人工确认。',
    card: '撤销消息',
    record: '撤销记录在撤销消息的消息列里。',
  },
  record: {
    heading: '撤销记录',
    fileTitle: (run) => `撤销记录 ${run}`,
    time: '撤销时间',
    people: '撤销人员',
    reason: '撤销原因',
    symptom: '撤销的理由',
    scope: '那次回滚申请时的影响',
    scheme: '要撤销的',
    steps: '撤销步骤',
    verified: '验证撤销',
    verification: '撤销后验证',
    result: '撤销结果',
    checklist: '撤销前检查清单',
  },
  requestFile: { heading: (run) => `撤销申请 ${run}` },
  documents: {
    marks: {
      requested: '申请撤销',
      approved: '批准撤销',
      started: '开始撤销',
      ended: '撤销完成',
      recovered: '已回到那次回滚之前',
    },
    answered: { prechecks: '由撤销前检查确认' },
  },
  completion: {
    title: { record: '补充撤销记录' },
    posted: '保存后会在这次撤销的消息列里重新发布文档，并注明填写人。',
  },
  emergency: { heading: '🚨 这次撤销需要支援', time: '撤销时间' },
  rejection: { title: '拒绝撤销申请', means: '不会执行任何命令，那次回滚的结果保持不变。' },
  hostTable: {
    order: (first, others) =>
      others === ''
        ? `${first} 是这一组唯一的主机。`
        : `逐台撤销，从最后一台开始：先 ${first}，再 ${others}。某一步失败时，不会再动下一台。`,
  },
};

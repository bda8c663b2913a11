import type { enOperator } from './en-operator.js';

/** Chinese: what `npx backout audit`, `record`, `status`, `lock`, `backup` and `restore` say. */
export const zhOperator: typeof enOperator = {
  operator: {
    missing: (file) => `没有日志 ${file}。请在运行 Backout 的机器上，用它的清单执行。`,
    silent: (why) =>
      `有一个 Backout 占用着日志，但没有应答（${why}）。请使用它的账号，或稍后再试；更新之后请重新启动它。`,
    audit: {
      faults: {
        misplaced: (found) => `此处是第 ${found} 条事件`,
        unlinked: () => '与前一条事件的哈希不相连',
        altered: () => '内容与哈希不符',
        columns: () => '各列与事件内容矛盾',
        count: (found, written) => `应有 ${written} 条，实有 ${found} 条`,
        end: () => '链的末尾不是记下的哈希',
        'no-run': () => '所属的回滚已不在',
        'run-gone': (number, written) => `第 ${number} 个回滚不在了，一共写入过 ${written} 个`,
        'run-row': () => '回滚的登记行与事件矛盾',
      },
      event: (run, seq) => `回滚 ${run} 的第 ${seq} 条事件`,
      note: (seq) => `操作簿第 ${seq} 条`,
      listOfRuns: '回滚登记',
      damaged: (count) => `日志与写入时不一致（${count} 处）。请保留文件原样，并查明谁能写入它。`,
      whole: (runs, count, notes) => `与写入时一致：回滚 ${runs} 个，事件 ${count} 条，操作记录 ${notes} 条。`,
      wholeRun: (run, count) => `回滚 ${run} 与写入时一致：事件 ${count} 条。`,
      head: (hash) => `链的末尾是 ${hash}`,
      absent: '这个回滚的链里没有这个哈希：记录不是由这份日志发出的，或日志在那之后被改写。',
      last: (count) => `链正好以这个哈希结尾，共 ${count} 条事件，之后没有增加。`,
      within: (count, after) => `链在第 ${count} 条事件之后是这个哈希；那份记录发出后又增加了 ${after} 条事件。`,
    },
    status: {
      running: 'Backout 正在这里运行。',
      idle: '这里没有运行 Backout；以下是日志的内容。',
      open: (count) => (count === 0 ? '没有未结束的回滚。' : `未结束的回滚：${count} 个`),
      phase: (phase, since) => `阶段 ${phase}，最近变化 ${since}`,
      holds: (since) => `自 ${since} 起占用该系统`,
      holdsNothing: '没有占用系统：还没有人批准',
      asked: (by, at, reason) => `${by} 于 ${at} 申请：${reason}`,
      damaged: (run) => `回滚 ${run} 无法读取：npx backout audit verify ${run}`,
      notes: '操作人员最近做过：',
    },
    notes: {
      broken: (at, by, lock, reason) => `${at} ${by} 解除了锁（${lock}）：${reason}`,
      forced: (at, by, lock, reason) => `${at} ${by} 强制解除了锁（${lock}）：${reason}`,
      restored: (at, by, from) => `${at} ${by} 从 ${from} 恢复了日志`,
    },
  },
};

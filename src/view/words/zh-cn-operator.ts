import type { enOperator } from './en-operator.js';

/** Chinese: what `npx backout audit`, `record`, `status`, `lock`, `backup` and `restore` say. */
export const zhOperator: typeof enOperator = {
  operator: {
    missing: (file) => `没有日志 ${file}。请在运行 Backout 的机器上，用它的清单执行。`,
    silent: (why) =>
      `有一个 Backout 占用着日志，但没有应答（${why}）。请使用它的账号，或稍后再试；更新之后请重新启动它。`,
    unknownRun: (run) => `日志里没有回滚 ${run}；未结束的可用此命令查看：npx backout status`,
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
    lock: {
      free: (system) => `${system} 空闲`,
      held: (system, by) => `${system} 被占用：${by}`,
      run: (run) => `回滚 ${run}`,
      runOn: (run, target) => `回滚 ${run}（主机 ${target}）`,
      holder: (by, since, reason) => `申请人 ${by} · 自 ${since} 起 · ${reason}`,
      cannotTell: (system) => `无法确定 ${system} 是否空闲：请不要部署`,
      broken: (target) => `${target} 上的锁已解除；已记下是谁、为什么`,
      lookThere: '部署之前，请到主机上确认那次回滚没有仍在执行的内容。',
      nothing: (run) => `没有主机上有回滚 ${run} 的锁`,
      refused: {
        'carried-out': (run) => `回滚 ${run} 没有结束，正由这里的 Backout 执行：请在 Slack 里结束它，锁会随之解除。`,
        open: (run) =>
          `回滚 ${run} 没有结束：请启动 Backout，在 Slack 里结束它。只有那个 Backout 不会再回来时，才加上“强制”选项。`,
        unknown: (run) => `日志里没有回滚 ${run}：可能正由另一个 Backout 执行。只有确知它已结束时，才加上“强制”选项。`,
        'other-system': (run) => `回滚 ${run} 属于另一个系统。`,
      },
    },
    backup: { made: (file, megabytes) => `${file} 是日志的备份，${megabytes} 兆` },
    restore: {
      running: '有一个 Backout 正在使用这份日志：请先停止它，再恢复。',
      damaged: (from) => `${from} 与写入时不一致；没有改动任何东西。请换一份备份。`,
      done: (from, file) => `${from} 已成为日志 ${file}；对所有主机来说，它比被替换的更新`,
      aside: (file) => `原来的日志是 ${file}`,
      nothingOpen: '备份时没有未结束的回滚。请启动 Backout。',
      open: (count) =>
        `备份时没有结束的回滚：${count} 个。启动 Backout 之前，请与 Slack 里各自的会话对照：它会向主机询问每个步骤，但不知道此后人们决定了什么。`,
    },
    notes: {
      broken: (at, by, lock, reason) => `${at} ${by} 解除了锁（${lock}）：${reason}`,
      forced: (at, by, lock, reason) => `${at} ${by} 强制解除了锁（${lock}）：${reason}`,
      restored: (at, by, from) => `${at} ${by} 从 ${from} 恢复了日志`,
    },
  },
};

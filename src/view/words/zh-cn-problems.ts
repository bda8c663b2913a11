import type { enProblems } from './en-problems.js';

const told = (what: string, next: string) => ({ what, next });

/** Chinese: what is wrong and where, and what to do next. */
export const zhProblems: typeof enProblems = {
  problems: {
    'ssh.unreachable': (at) => told(`连不上主机 ${at}。`, '请检查主机和网络，然后重试。'),
    'ssh.auth-refused': (at) =>
      told(`主机 ${at} 不接受 Backout 的密钥。`, '请检查 backout.yaml 和主机上的用户与密钥。'),
    'ssh.host-key-unknown': (at) =>
      told(
        `主机 ${at} 的身份没有登记。`,
        '请在运行 Backout 的机器上执行 npx backout hosts trust，在主机上核对指纹，然后重试。',
      ),
    'ssh.host-key-changed': (at) =>
      told(`主机 ${at} 的密钥和以前不一样。`, '请先查明原因，再在上面执行命令：可能有人冒充这台主机。'),
    'ssh.key-unusable': (at) => told(`SSH 密钥 ${at} 无法使用。`, '请检查密钥文件、权限和口令。'),
    'host.unsuitable': (at) => told(`主机 ${at} 缺少 Backout 需要的条件。`, '请看详细信息，处理后重试。'),
    'host.command-failed': (at) => told(`在 ${at} 上执行命令失败。`, '请看详细信息，然后重试。'),
    'host.locked': (at, { run }) =>
      told(`主机 ${at} 正被另一次回滚${named(run)}占用。`, '这里没有做任何改动。请等那一次结束，或先处理那一次。'),
    'host.fenced': (at) =>
      told(`主机 ${at} 只听最后启动的那个 Backout。`, '这一个是旧的，请停掉它。新的那个使用同一份日志，会继续工作。'),
    'target.unknown': (at) => told(`backout.yaml 里没有主机 ${at}。`, '请添加后重试。'),
    'target.changed': (at) => told(`${at} 在申请之后改过。`, '请重新申请，让决策人批准新的主机。'),
    'secret.missing': (at) =>
      told(`密钥 ${at} 没有配置或无法读取。`, '请在运行 Backout 的机器上处理，原因见详细信息，然后重试。'),
    'slack.other-team': (at, { team }) =>
      told(
        `SLACK_BOT_TOKEN 属于工作区 ${at}，不是 backout.yaml 里的 ${team ?? ''}。`,
        '请换成正确的令牌，或改正 slack.team。',
      ),
    'port.unusable': (at) =>
      told(`Backout 无法监听 ${at}。`, '请停掉占用这个端口的程序或换一个端口，然后重新启动 Backout。'),
    'http.unreachable': (at) => told(`${at} 没有响应。`, '请检查地址和网络，然后重试。'),
    'check.asked-before': () =>
      told('这一项在 Backout 重启前已经发出，结果没有收到；它会改动数据，不会重复发出。', '请人工确认。'),
    'journal.busy': () =>
      told('另一个 Backout 正在使用这份日志。', '请停掉那一个，或在 backout.yaml 里改用另一份日志。'),
    'journal.full': () => told('磁盘已满，日志写不进去。', '请在运行 Backout 的机器上腾出空间。没有记录就不会执行。'),
    'plan.unknown': (at, _, typed) => told(`没有系统 ${at}。`, `输入 ${typed('help')} 查看用法。`),
    'scheme.unknown': (at, _, typed) => told(`没有方案 ${at}。`, `输入 ${typed('schemes')} 查看现有方案。`),
    'severity.unknown': (at) => told(`级别 ${at} 不能用来申请回滚。`, '请选择其他级别。'),
    'severity.observe-only': (at) =>
      told(`按方案文档，${at} 级只观察，不回滚。`, '如果情况变严重，请用更高的级别申请。'),
    'run.unknown': (at, _, typed) => told(`没有编号为 ${at} 的回滚。`, `输入 ${typed('status')} 查看。`),
    'run.busy': (at, { holder, run }, typed) =>
      told(
        `${at} 已有一个没有结束的回滚${named(run ?? holder)}。`,
        `请等它结束，或先中止它。输入 ${typed('status')} 查看。`,
      ),
    'run.closed': (at) => told(`回滚 ${at} 已经结束。`, '刚才没有做任何改动。如仍需要，请重新申请。'),
    'run.not-allowed': (at, { roles }) =>
      told(`您不能对回滚 ${at} 这样操作。`, roles ? `可以操作的有：申请人、${each(roles)}。` : '请找申请人或决策人。'),
    'run.claimed': (at) =>
      told(
        `回滚 ${at} 已有人在处理。`,
        '您刚才的操作没有改变任何内容。请先和那个人沟通；如果要由您来决定，请先到回滚消息上按“改由我决定”。',
      ),
    'step.running': () =>
      told('这一步还在主机上运行，现在还不知道结果。', '请等它结束后按“再问主机”，或先在主机上停掉它。'),
    'rerun.not-allowed': (at) =>
      told(`回滚 ${at} 的这一步不能再执行：主机上没有办法判断它是否会执行两遍。`, '请到回滚消息上选择别的办法。'),
    'rerun.own': (at) =>
      told(
        `要再执行一次的人就是您自己（回滚 ${at}）。`,
        '需要另一位决策人同意：重复执行可能造成损害，必须两个人确认。',
      ),
    'rerun.not-asked': (at) =>
      told(`现在没有人要求再执行回滚 ${at} 的步骤。`, '没有执行任何命令。请看回滚消息上的最新情况。'),
    'undo.nothing': (at) =>
      told(`回滚 ${at} 没有 Backout 能撤销的改动。`, '它没有做改动，或者方案没有写撤销办法。做过什么，请看回滚记录。'),
    'undo.not-kept': (at) =>
      told(`回滚 ${at} 之前留下的副本已经不在了，无法撤销。`, '请选择一个备份，申请回滚到那个备份。'),
    'undo.later-run': (at, { run }) =>
      told(`在 ${at} 之后，另一次回滚${named(run)}又改动了这个系统。`, '请先撤销后面那一次，或重新申请回滚。'),
    'undo.open': (at) => told(`回滚 ${at} 还没有结束。`, '请到回滚消息上选择撤销，或等它结束。'),
    'request.stale': (at) => told(`申请 ${at} 在您查看之后有变化。`, '请再看一遍回滚消息，然后决定。'),
    'request.not-allowed': (at, { roles }) =>
      told(`您不能申请 ${at} 的回滚。`, roles ? `可以申请的角色：${each(roles)}。` : '请找有权限的同事申请。'),
    'approval.not-decider': (at, { roles }) =>
      told(`您不是 ${at} 的决策人。`, roles ? `决策人：${each(roles)}。请找其中一位。` : '请找决策人决定。'),
    'approval.own-request': (at) => told(`申请 ${at} 是您自己提交的。`, '需要另一位决策人批准。'),
    'approval.already-decided': (at) =>
      told(`申请 ${at} 已经有决定了。`, '您刚才的操作没有改变任何内容。由谁决定，请看回滚消息。'),
    'person.guest': () => told('访客、机器人和外部人员不能申请，也不能决定。', '请找团队成员操作。'),
    'person.unverified': () => told('Slack 暂时无法确认您的身份。', '请稍后再试。'),
    'role.unverified': (at) => told(`Slack 没有说明用户组 ${at} 里有谁。`, '请稍后再试，或请被直接指定的决策人操作。'),
    'run.orphaned': (at, { system }) =>
      told(
        `回滚 ${at} 还没有结束，但 backout.yaml 里没有它的系统 ${system ?? ''}。`,
        '请把这个系统放回 backout.yaml，再启动 Backout。',
      ),
    'journal.damaged': (at) =>
      told(`日志（${at}）被改动过或已损坏。`, '请不要继续使用这个日志文件，从备份恢复或联系 Backout 的管理员。'),
    'backup.unknown': (at, _, typed) => told(`备份 ${at} 已经不在了。`, `输入 ${typed('list-backups')} 查看现有备份。`),
    'backup.unusable': (at, { why = '', seen }, typed) =>
      told(
        `备份 ${at} 不能使用：${UNUSABLE[why] ?? why}${seen ? `（${seen}）` : ''}。`,
        `输入 ${typed('list-backups')} 查看可用的备份。`,
      ),
    'backup.missing': (at, _, typed) =>
      told(`${at} 里没有可用的备份。`, `输入 ${typed('list-backups')} 查看现有备份和原因。`),
    'checklist.open': (at, { items }) =>
      told(`${at} 的检查清单还没有完成：${each(items ?? '')}。`, '请先勾选未完成的项目，再批准。'),
    'check.closed': (at) =>
      told(
        `检查项“${at}”已有结论，或回滚已经进入下一步。`,
        '您对它的确认没有生效；同时提交的其他项目，请到回滚消息上核对。如果是后来才发现的问题，请等回滚结束后用“补充记录”写进回滚记录，需要时重新申请回滚。',
      ),
    'check.unanswered': () => told('没有人在时限内回答，结果未知。', '请人工确认，并补充到回滚记录里。'),
    'check.not-asked': () => told('这项检查会改动数据，演练时不发送。', '真正回滚时才会检查。'),
    'record.open': (at) => told(`回滚 ${at} 还没有结束。`, '结束后再补充记录。'),
    'input.invalid': (at) => told(`“${at}”填写有误。`, '请改正后重新提交。'),
  },
};

const UNUSABLE: Readonly<Record<string, string>> = {
  empty: '内容是空的',
  'too-small': '太小',
  incomplete: '内容不完整',
  stale: '太旧',
  'safety-copy': '是以前回滚时留下的副本',
  'wrong-kind': '是链接，或目录与文件不符',
  closed: '登录账号无权读取',
  'in-the-future': '名称里的时间在未来',
  unreadable: '无法完整读取，或已损坏',
};

function named(run: string | undefined): string {
  return run ? `（${run}）` : '';
}

function each(roles: string): string {
  return roles.split(',').join('、');
}

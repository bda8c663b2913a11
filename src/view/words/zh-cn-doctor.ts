import type { enDoctor } from './en-doctor.js';

const LATER = '请一分钟后重新执行';
const SLACK_FIRST = '请先处理上面 Slack 一组的问题';

/** Chinese: what `npx backout doctor` and `hosts trust` say. */
export const zhDoctor: typeof enDoctor = {
  doctor: {
    groups: {
      machine: '本机',
      configuration: '配置',
      slack: 'Slack',
      channels: '频道',
      people: '人员与用户组',
      messages: '消息',
      host: (name) => `主机 ${name}`,
    },
    verdicts: (bad, notes, good) =>
      bad === 0
        ? `可以使用：${good} 项正常，${notes} 项供留意。`
        : `${bad} 项需要处理，${notes} 项供留意，${good} 项正常。`,
    slow: (seconds) => [`${seconds} 秒内没有回应`, '请检查网络，然后重新执行'],
    broke: (why) => [`检查本身出错：${why}`, '请把这一行告诉 Backout 的维护者'],
    machine: {
      node: (version) => `Node ${version}`,
      nodeOld: (version, least) => [`Node ${version} 版本太低`, `请安装 Node ${least} 或更高版本`],
      journal: (folder, free) => `日志目录 ${folder} 可以写入，剩余 ${free}`,
      journalClosed: (folder, account) => [
        `日志目录 ${folder} 无法写入`,
        `请执行：mkdir -p ${folder} && chown ${account} ${folder}`,
      ],
      journalFull: (folder, free) => [`日志所在磁盘 ${folder} 只剩 ${free}`, '请清理磁盘：没有记录就不会执行任何操作'],
    },
    configuration: {
      inventory: (file, systems) => `${file}：共 ${systems} 个系统`,
      correct: '请在该处改正',
      plan: (name, version, schemes) => `回滚方案 ${name} ${version}：方案 ${schemes}`,
      secrets: (count) => `可以读取的密钥：${count} 个`,
      putFile: '请把文件放到该处，只让当前账号可读（chmod 600）',
      skipped: '没有检查主机、频道、人员和消息：请先改正清单',
    },
    slack: {
      team: (team, id, bot) => `机器人令牌：工作区 ${team}（${id}），身份 ${bot}`,
      otherTeam: (team, wanted) => [
        `机器人令牌属于工作区 ${team}，而 backout.yaml 写的是 ${wanted}`,
        '请换用正确工作区的令牌，或改正 slack.team',
      ],
      refused: (name, error) => [
        `Slack 拒绝了 ${name}：${error}`,
        name === 'SLACK_APP_TOKEN'
          ? '请重新生成：api.slack.com/apps → 您的应用 → Basic Information → App-Level Tokens，权限 connections:write'
          : '请重新复制：api.slack.com/apps → 您的应用 → OAuth & Permissions；应用已被移除时请重新安装',
      ],
      unreachable: (why) => [`无法连接 Slack：${why}`, '请检查网络、代理和 SLACK_API_URL'],
      limited: (name) => [`Slack 要求稍候，暂不回答 ${name}（频率限制）`, '请一分钟后重新执行'],
      app: '应用令牌：可以建立 Socket Mode 连接',
      socketsOff: ['这个应用没有开启 Socket Mode', '请开启：api.slack.com/apps → 您的应用 → Socket Mode → Enable'],
      http: (port) => `HTTP 模式：在 ${port} 接收 Slack 的请求`,
      scopes: (count) => `权限：manifest 要求的 ${count} 项齐全`,
      scopeMissing: (scope) => [
        `缺少权限 ${scope}`,
        `请在 api.slack.com/apps → 您的应用 → OAuth & Permissions → Bot Token Scopes 中加入 ${scope}，然后重新安装应用`,
      ],
      scopesExtra: (scopes) => `Backout 不需要、可以去掉的权限：${scopes}`,
      scopesUnknown: 'Slack 没有说明令牌有哪些权限',
      skipped: '没有检查频道、人员和消息：Slack 须先接受机器人令牌',
    },
    channels: {
      good: (name, systems) => `#${name}：Backout 已加入（${systems}）`,
      missing: (id, systems) => [
        `${id}（${systems}）：没有这个频道，或是 Backout 未加入的私密频道`,
        '请在该频道输入 /invite @Backout；若没有这个频道，请改正 backout.yaml 中的 ID',
      ],
      outside: (name, systems) => [`#${name}（${systems}）：Backout 不在其中`, `请在 #${name} 输入 /invite @Backout`],
      archived: (name, systems) => [`#${name}（${systems}）已归档`, '请取消归档，或在 backout.yaml 中改用其他频道'],
      shared: (name, systems) => [
        `#${name}（${systems}）与其他组织共享，在其中申请会被拒绝`,
        '请在 backout.yaml 中改用内部频道',
      ],
      unknown: (id, why, isSlackFine) => [`${id}：Slack 没有说明：${why}`, isSlackFine ? LATER : SLACK_FIRST],
    },
    people: {
      good: (count) => `角色中的人员与用户组：${count} 个都有效`,
      missing: (id, roles) => [
        `${id}（${roles}）：没有这个人`,
        '请改正 backout.yaml 中的 ID：个人资料 → ⋮ → 复制成员 ID',
      ],
      kind: (name, id, roles, kind) => [
        `${name}（${id}，${roles}）${KIND[kind]}，不能申请，也不能审批`,
        '请在 backout.yaml 中改用工作区的正式成员',
      ],
      groupMissing: (id, roles) => [
        `${id}（${roles}）：没有这个用户组`,
        '请改正 backout.yaml 中的 ID，用户组以 S 开头',
      ],
      groupEmpty: (id, roles) => [`用户组 ${id}（${roles}）没有正式成员`, '请在 Slack 的“人员和用户组”中添加成员'],
      unknown: (id, why, isSlackFine) => [`${id}：Slack 没有说明：${why}`, isSlackFine ? LATER : SLACK_FIRST],
    },
    messages: {
      good: (count) => `Slack 接受的消息和对话框：${count} 个`,
      refused: (name, why) => [`Slack 拒绝了${name}：${why}`, '请把这一行告诉 Backout 的维护者'],
      fallback: (name) => `这个工作区不接受${name}的最新样式，Backout 会改用较简单的样式`,
      unchecked: (count, why) => `Slack 没有检查的消息和对话框：${count} 个（${why}）`,
    },
    host: {
      in: (address) => `${address}：可以连接，密钥相符，可以登录`,
      here: (account) => `本机，账号 ${account}`,
      trust: (target) => `npx backout hosts trust ${target}`,
      keyChanged: (remove, trust) =>
        `请先查明是主机重装了，还是有人在中间冒充；只有在主机负责人确认新密钥之后，才执行 ${remove}，再执行 ${trust}`,
      tools: (count) => `Backout 和回滚方案需要的命令：${count} 个齐全`,
      tool: (name, user) => [
        `缺少命令 ${name}${user === '' ? '' : `（账号 ${user}）`}`,
        `请在主机上安装，或改正${user === '' ? '登录账号' : ` ${user} `}的 PATH`,
      ],
      toolOptional: (names) => `没有，但脚本会先判断的命令：${names}`,
      state: (free) => `主目录可以写入，剩余 ${free}`,
      stateClosed: (path) => [`${path} 无法写入`, '请把它交给登录账号（chown），权限 700'],
      stateNoFolder: (path) => [
        `${path} 不是目录，任何步骤都无法开始`,
        `请在主机上把它移开：mv ${path} ${path}.old；Backout 会自己建立该目录`,
      ],
      stateFull: (path, free) => [`${path} 只剩 ${free}`, '请清理该磁盘'],
      memory: ['没有可以存放密钥的内存目录', '请在 /dev/shm 挂载 tmpfs，或设置 BACKOUT_SECRETS_DIR'],
      journal: (user) => [
        '方案的日志验证无法读取 systemd 的日志',
        `请以 root 执行：usermod -aG systemd-journal ${user}；机器人下次登录才会生效，正在运行时请重启它`,
      ],
      boot: ['主机不说明自己何时重启过', '请让 /proc/sys/kernel/random/boot_id 可读，否则无法识别步骤执行中的重启'],
      clock: (seconds) => `时钟准确（误差 ${seconds} 秒以内）`,
      clockWrong: (seconds) => [`时钟相差 ${seconds} 秒`, '请校准：timedatectl set-ntp true'],
      sudo: (user) => `可以免密码 sudo 到 ${user}`,
      sudoRefused: (user, account, why) => [
        `sudo 到 ${user} 被拒绝：${why}`,
        `请在主机上用 visudo 加入：${account} ALL=(${user}) NOPASSWD: ALL，或只允许回滚方案需要的命令`,
      ],
      silent: (why) => [`没有得到可用的回答：${why}`, '请检查该账号的登录 shell 和 PATH'],
    },
    trust: {
      already: (host, file) => `✓ ${host}：密钥已在 ${file} 中`,
      unreachable: (host, why) => `✗ 无法连接 ${host}：${why} → 请检查 backout.yaml 中的主机和端口、网络及防火墙`,
      shows: (host) => `${host} 出示的密钥：`,
      compare: (user) => `请通过您已信任的途径（主机控制台，或已用 ${user} 登录的同事）在主机上核对：`,
      ask: (host) => `两者一致，信任 ${host} 吗？（是/否）`,
      yes: ['是', 'yes', 'y'],
      refused: (host) => `✗ ${host}：未信任，没有写入任何内容`,
      added: (host, file) => `✓ ${host}：密钥已加入 ${file}`,
      unwritable: (file, why) =>
        `✗ 无法写入 ${file}：${why} → 请让当前账号可以写入该文件；文件还不存在时，请让它可以写入所在目录`,
      noTerminal: '✗ 这里不是终端，无人能回答。→ 请先核对上面的指纹，再加上 --yes 执行同一命令，或在终端中执行',
      changed: (host) => `✗ 警报：${host} 出示的密钥与已保存的不同。`,
      onFile: (fingerprint) => `  已保存：${fingerprint}`,
      shown: (fingerprint) => `  现出示：${fingerprint}`,
      whyChanged: '  可能是主机重装了，也可能有人在中间冒充。没有改动任何内容，Backout 不会在该主机上执行任何操作。',
      remove: (command) => `  → 只有在主机负责人确认新密钥之后，才执行 ${command}，然后重新执行本命令`,
      revoked: (host, file) =>
        `✗ 警报：${host} 出示的密钥在 ${file} 中被标记为 @revoked。没有改动任何内容。→ 请联系主机负责人`,
      noTargets: '没有需要通过 SSH 连接的目标。',
      unknown: (name, known) => `清单中没有 SSH 目标 ${name}，现有：${known}`,
    },
  },
};

const KIND = { guest: '是访客', bot: '是机器人', deactivated: '已停用', stranger: '属于其他组织' } as const;

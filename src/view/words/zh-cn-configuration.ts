/** What the program says in English of tokens, backout.yaml and plans, part by part, and how it is said in Chinese. */
const SENTENCES: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^install util-linux or busybox$/, '请安装 util-linux 或 busybox'],
  [/^mode (\d+): others may read it$/, '权限为 $1，其他人可以读取'],
  [/^chmod 600$/, '请执行 chmod 600'],
  [/^is not set$/, '没有设置'],
  [/^must start with (\S+)$/, '必须以 $1 开头'],
  [/^must be 32 characters of 0-9 and a-f$/, '必须是 32 个字符，只含 0-9 和 a-f'],
  [
    /^get it at api\.slack\.com\/apps → your app → (.+?), with the scope connections:write(?:\. To try .*)?$/,
    '请在 api.slack.com/apps → 您的应用 → $1 取得，权限 connections:write',
  ],
  [
    /^get it at api\.slack\.com\/apps → your app → (.+?)(?:\. To try .*)?$/,
    '请在 api.slack.com/apps → 您的应用 → $1 取得',
  ],
  [/^is set, and so is (\S+)$/, '和 $1 同时设置了'],
  [/^remove one of them$/, '请删去其中一个'],
  [
    /^remove it for HTTP mode, or the signing secret for Socket Mode$/,
    '用 HTTP 模式请删去它，用 Socket Mode 请删去签名密钥',
  ],
  [
    /^must be the port at which Slack’s requests arrive, .*$/,
    '必须是接收 Slack 请求的端口，例如 3000，或在本机代理之后写 127.0.0.1:3000',
  ],
  [/^SLACK_SIGNING_SECRET asks for it$/, '设置了 SLACK_SIGNING_SECRET 就需要它'],
  [
    /^must be an https:\/\/ address ending in \/api\/ .*$/,
    '必须是以 /api/ 结尾的 https:// 地址（http:// 只能指向本机），或者不设置',
  ],
  [
    /^must be a port, e\.g\. 9464, or an address with one, .*$/,
    '必须是端口，例如 9464，或带端口的地址，例如 127.0.0.1:9464',
  ],
  [
    /^cannot be read: (.*?)\.? Set BACKOUT_CONFIG to the path of your backout\.yaml\.$/,
    '无法读取：$1。请把 BACKOUT_CONFIG 设为您的 backout.yaml 的路径',
  ],
  [/^cannot be read: (.*)$/, '无法读取：$1'],
  [/^cannot be used: (.*)$/, '无法使用：$1'],
  [/^(?:the file|it) is empty$/, '内容为空'],
  [/^(\S+) does not exist$/, '$1 不存在'],
  [/^write the secret into it, for this account alone$/, '请把密钥写入该文件，只让当前账号可读'],
  [/^(\S+) cannot be read by (\S+)$/, '账号 $2 无法读取 $1'],
  [/^everybody on this machine may read or write it$/, '本机任何人都可以读取或写入该文件'],
  [/^run: (.*)$/, '请执行：$1'],
  [/^(\S+) is not a file$/, '$1 不是文件'],
  [/^(\S+) is larger than (.*)$/, '$1 超过 $2'],
  [/^it is shorter than (\d+) characters$/, '少于 $1 个字符'],
  [/^the environment variable (\S+) is not set$/, '没有设置环境变量 $1'],
  [/^unknown key (.+)$/, '没有 $1 这个键'],
  [/^known (?:here|there): (.*)$/, '这里可以写：$1'],
  [/^there is none$/, '这里没有可写的名称'],
  [/^remove (?:it|this key)$/, '请删去'],
  [/^(?:(role|target|variable|secret) )?(\S+) is missing$/, '缺少 $2'],
  [/^(?:it )?must be a text$/, '必须是文本'],
  [/^(?:it )?must be a (?:whole )?number$/, '必须是数字'],
  [/^(?:it )?must be true or false$/, '必须是 true 或 false'],
  [/^(?:it )?must be a list$/, '必须是列表'],
  [/^(?:it )?must be a map of keys and values$/, '必须是由键和值组成的映射'],
  [/^must be one of (.*)$/, '必须是以下之一：$1'],
  [/^no plan is named (\S+) in (.*)$/, '$2 中没有名为 $1 的回滚方案'],
  [/^two plan files are named (\S+)$/, '有两个回滚方案文件都名为 $1'],
  [/^keep one$/, '请只保留一个'],
  [/^the plan (\S+) has no role (\S+)$/, '回滚方案 $1 中没有角色 $2'],
  [/^the plan (\S+) has no target (\S+)$/, '回滚方案 $1 中没有目标 $2'],
  [/^the plan (\S+) has no variable (\S+)$/, '回滚方案 $1 中没有变量 $2'],
  [/^the plan (\S+) has no secret (\S+)$/, '回滚方案 $1 中没有密钥 $2'],
  [/^the plan (\S+) needs it: write (\S+): and its value, a text$/, '回滚方案 $1 需要它，请写 $2: 和它的值（文本）'],
  [
    /^the plan (\S+) needs it: write (.*), with the Slack users or groups who fill it$/,
    '回滚方案 $1 需要它，请写 $2，列出担任该角色的 Slack 成员或用户组',
  ],
  [/^the plan (\S+) needs it: write (.*), the canary first$/, '回滚方案 $1 需要它，请写 $2，金丝雀主机写在最前'],
  [/^the plan (\S+) needs it: write (.*)$/, '回滚方案 $1 需要它，请写 $2'],
  [/^(\S+) stands at (\S+) with another .*$/, '$1 在 $2 处写的连接方式不同'],
  [/^use the same in both$/, '请把两处写成一样'],
  [/^write the channel id, e\.g\. (\S+) .*$/, '请写频道 ID，例如 $1（在频道详情的末尾）'],
  [
    /^write a Slack user id .*$/,
    '请写 Slack 成员 ID（U…）或用户组 ID（S…），例如 U0123ABCD（个人资料 → ⋮ → 复制成员 ID）',
  ],
  [/^write the workspace id, e\.g\. (\S+)$/, '请写工作区 ID，例如 $1'],
  [/^write a path, absolute or relative to this file$/, '请写路径，绝对路径或相对于此文件的路径'],
  [/^~ is not expanded$/, '不支持 ~'],
  [/^write a host name or address only, e\.g\. (\S+)$/, '请只写主机名或地址，例如 $1'],
  [/^user and port have their own keys$/, '账号和端口写在各自的键里'],
  [/^write the account on the host, e\.g\. (\S+)$/, '请写主机上的账号，例如 $1'],
  [/^write a port from 1 to 65535$/, '请写 1 到 65535 之间的端口'],
  [/^write a text$/, '请写文本'],
  [/^put numbers, true and false in quotes$/, '数字、true 和 false 请加引号'],
  [/^write a short name, e\.g\. (\S+)$/, '请写简短的名称，例如 $1'],
  [/^name at least one system$/, '请至少写一个系统'],
  [/^name at least one channel, e\.g\. (\S+)$/, '请至少写一个频道，例如 $1'],
  [
    /^name at least one person or user group, e\.g\. (\S+), or nobody fills this role$/,
    '请至少写一个成员或用户组，例如 $1，否则无人担任该角色',
  ],
  [/^use lower-case letters, digits and dashes, starting with a letter$/, '请用小写字母、数字和连字符，以字母开头'],
  [/^use capital letters, digits and underscores, e\.g\. (\S+)$/, '请用大写字母、数字和下划线，例如 $1'],
  [/^name at least one host, e\.g\. (.*)$/, '请至少写一台主机，例如 $1'],
  [/^a group has its hosts under hosts:$/, '一组主机应写在 hosts: 下'],
  [/^move this one there, or remove hosts$/, '请把这一台移到那里，或删去 hosts'],
  [/^(\S+) is the name of another target or host of (\S+)$/, '$2 中另一个目标或主机也叫 $1'],
  [/^choose another, e\.g\. (\S+)$/, '请换一个名称，例如 $1'],
  [/^(\S+) is a group of hosts in the plan (\S+)$/, '在回滚方案 $2 中，$1 是一组主机'],
  [/^write (\S+: \{.*\}), the canary first$/, '请写 $1，金丝雀主机写在最前'],
  [/^(\S+) is one host in the plan (\S+)$/, '在回滚方案 $2 中，$1 是一台主机'],
  [
    /^name one host here, or write group: true at (\S+) of the plan$/,
    '请在这里只写一台主机，或在回滚方案的 $1 处写 group: true',
  ],
  [/^with these hosts two things are called (\S+) in scheme (\S+)$/, '这样的主机名会使方案 $2 中有两项都叫 $1'],
  [/^rename a host$/, '请给一台主机改名'],
  [/^write (\{.*\}), or (\{.*\})$/, '请写 $1，或 $2'],
  [/^write (\{.*\}) or (\{.*\})$/, '请写 $1 或 $2'],
  [/^name a variable of the plan, without \$, e\.g\. (\S+)$/, '请写方案里一个变量的名称，不带 $$，例如 $1'],
  [/^its value stands in backout\.yaml$/, '它的值写在 backout.yaml 里'],
  [/^e\.g\. (\S+)$/, '例如 $1'],
  [/^write (\S+)$/, '请写 $1'],
  [/^(.+) (?:is|are) missing$/, '缺少 $1'],
];

/** A plan's problem has its place in the plan in front: `schemes.a.steps[0].run: …`. */
const PLACED = /^((?:[a-z][\w-]*|\[\d+\])[\w.[\]-]*: )?(.*)$/s;

/** One part of a problem in Chinese; undefined for one that has no Chinese. */
export function inChinese(part: string): string | undefined {
  const [, place = '', said = ''] = PLACED.exec(part) ?? [];
  for (const text of [part, said]) {
    const found = SENTENCES.find(([english]) => english.test(text));
    if (found) return `${text === part ? '' : place}${text.replace(...found)}`;
  }
  return undefined;
}

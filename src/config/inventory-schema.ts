import { z } from 'zod';
import { both, LANGUAGES } from '../domain/text.js';
import { advice, after } from '../plan/advice.js';
import { name, variableName } from '../plan/words.js';

const id = (letters: string, said: string) => z.string({ error: said }).regex(RegExp(`^[${letters}][A-Z0-9]+$`), said);

const channel = id(
  'CG',
  advice(
    'write the channel id, e.g. C0123ABCD (Slack shows it at the end of the channel details)',
    '请写频道 ID，例如 C0123ABCD（在频道详情的末尾）',
  ),
);
const holder = id(
  'UWS',
  advice(
    'write a Slack user id (U…) or user group id (S…), e.g. U0123ABCD (profile, ⋮, Copy member ID)',
    '请写 Slack 成员 ID（U…）或用户组 ID（S…），例如 U0123ABCD（个人资料 → ⋮ → 复制成员 ID）',
  ),
);
const team = id('TE', advice('write the workspace id, e.g. T0123ABCD', '请写工作区 ID，例如 T0123ABCD'));

const PATH_ADVICE = advice(
  'write a path, absolute or relative to this file; ~ is not expanded',
  '请写路径，绝对路径或相对于此文件的路径；不支持 ~',
);
const path = z.string({ error: PATH_ADVICE }).regex(/^[^~\0][^\0]*$/, PATH_ADVICE);

const HOST_ADVICE = advice(
  'write a host name or address only, e.g. 10.0.0.5; user and port have their own keys',
  '请只写主机名或地址，例如 10.0.0.5；账号和端口写在各自的键里',
);
// A name, or an address; one colon alone would be a port's.
const HOST = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*|(?=.*:.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*)$/;
const host = z.string({ error: HOST_ADVICE }).regex(HOST, HOST_ADVICE);

const USER_ADVICE = advice('write the account on the host, e.g. deploy', '请写主机上的账号，例如 deploy');
const user = z.string({ error: USER_ADVICE }).regex(/^[A-Za-z_][A-Za-z0-9._-]*$/, USER_ADVICE);

const PORT_ADVICE = advice('write a port from 1 to 65535', '请写 1 到 65535 之间的端口');
const port = z.int({ error: PORT_ADVICE }).min(1, PORT_ADVICE).max(65_535, PORT_ADVICE);

const value = z
  .string({
    error: advice('write a text; put numbers, true and false in quotes', '请写文本；数字、true 和 false 请加引号'),
  })
  .regex(/^[^\0]*$/, advice('a zero byte cannot be passed as environment', '环境变量里不能有零字节'));

const language = z.enum(LANGUAGES);

const absent = (said: string) => z.undefined({ error: said }).optional();
const remoteOnly = absent(
  advice(
    'a target with local: true is reached without SSH; remove this key',
    'local: true 的目标不经过 SSH；请删去这个键',
  ),
);
const localOnly = absent(
  advice('only a target with local: true has this key; remove it', '只有 local: true 的目标才有这个键；请删去'),
);

const directory = z
  .string({ error: PATH_ADVICE })
  .regex(
    /^[^~\0:][^\0:]*$/,
    advice(
      'write a path, absolute or relative to this file; ~ is not expanded; one folder each',
      '请写路径，绝对路径或相对于此文件的路径；不支持 ~；每项一个目录',
    ),
  );

const reached = { port: port.optional(), user: user.optional(), key: path.optional(), knownHosts: path.optional() };
const IN_A_GROUP = both(
  'the hosts of a group are reached over SSH: this machine cannot be one of them',
  '一组主机都经由 SSH 连接：本机不能是其中一台',
);
const notInGroup = absent(after(IN_A_GROUP, advice('remove this key', '请删去这个键')));
const member = z.strictObject({ host, ...reached, local: notInGroup, home: notInGroup, path: notInGroup });
const NO_HOSTS = advice(
  'name at least one host, e.g. app-1: { host: 10.0.0.5 }',
  '请至少写一台主机，例如 app-1: { host: 10.0.0.5 }',
);

type Reached = { [Key in keyof typeof reached]?: unknown };
type Remote = Reached & { readonly host?: unknown; readonly hosts?: Readonly<Record<string, Reached>> | undefined };

const ADVICE = { user: USER_ADVICE, key: PATH_ADVICE, knownHosts: PATH_ADVICE } as const;

/** One host over SSH, or a group of them in their order; then `user`, `key` … count for those that have none of their own. */
const remote = z
  .strictObject({
    ...{ local: z.undefined().optional(), host: host.optional(), ...reached },
    hosts: z
      .record(name, member)
      .refine((all) => Object.keys(all).length > 0, NO_HOSTS)
      .optional(),
    ...{ home: localOnly, path: localOnly },
  })
  .check(({ value, issues }) => {
    for (const { path: at, message } of incomplete(value)) {
      issues.push({ code: 'custom', path: [...at], message, input: value });
    }
  });

function incomplete(written: Remote): readonly { readonly path: readonly string[]; readonly message: string }[] {
  const { host: own, hosts } = written;
  if (!hosts) return [...(own === undefined ? [missing([], 'host', HOST_ADVICE)] : []), ...unreached([], written)];
  const twice = advice(
    'a group has its hosts under hosts:; move this one there, or remove hosts',
    '一组主机应写在 hosts: 下；请把这一台移到那里，或删去 hosts',
  );
  return [
    ...(own === undefined ? [] : [{ path: ['host'], message: twice }]),
    ...Object.entries(hosts).flatMap(([each, host]) => unreached(['hosts', each], { ...written, ...host })),
  ];
}

function unreached(at: readonly string[], written: Reached) {
  const keys = ['user', 'key', 'knownHosts'] as const;
  return keys.flatMap((key) => (written[key] === undefined ? [missing(at, key, ADVICE[key])] : []));
}

function missing(at: readonly string[], key: string, instead: string) {
  return { path: [...at, key], message: after(both(`${key} is missing`, `缺少 ${key}`), instead) };
}

/** A host over SSH or several, or the machine that Backout itself runs on. */
const target = z.discriminatedUnion(
  'local',
  [
    remote,
    z.strictObject({
      ...{ local: z.literal(true), home: path.optional(), path: z.array(directory).default([]) },
      ...{
        host: remoteOnly,
        hosts: absent(after(IN_A_GROUP, advice('remove hosts:, or local: true', '请删去 hosts: 或 local: true'))),
        port: remoteOnly,
        user: remoteOnly,
        key: remoteOnly,
        knownHosts: remoteOnly,
      },
    }),
  ],
  {
    error: advice(
      'write { local: true }, or { host: 10.0.0.5, user: deploy, key: ./keys/id, knownHosts: ./known_hosts }',
      '请写 { local: true }，或 { host: 10.0.0.5, user: deploy, key: ./keys/id, knownHosts: ./known_hosts }',
    ),
  },
);

const secret = z.union([z.strictObject({ file: path }), z.strictObject({ env: variableName })], {
  error: advice('write { file: ./secrets/name } or { env: NAME }', '请写 { file: ./secrets/name } 或 { env: NAME }'),
});

const NOBODY = advice(
  'name at least one person or user group, e.g. [U0123ABCD], or nobody fills this role',
  '请至少写一个成员或用户组，例如 [U0123ABCD]，否则无人担任该角色',
);

const system = z.strictObject({
  channels: z
    .array(channel)
    .min(1, advice('name at least one channel, e.g. [C0123ABCD]', '请至少写一个频道，例如 [C0123ABCD]')),
  language: language.optional(),
  requesters: z.array(name).default([]),
  roles: z.record(name, z.array(holder, { error: NOBODY }).min(1, NOBODY)),
  targets: z.record(name, target),
  variables: z.record(variableName, value).default({}),
  secrets: z.record(variableName, secret).default({}),
});

/** backout.yaml as it is written. Every unknown key is refused. */
export const inventorySchema = z.strictObject({
  environment: z
    .string()
    .regex(/^\S(.{0,40}\S)?$/, advice('write a short name, e.g. production', '请写简短的名称，例如 production')),
  language: language.default('zh-CN'),
  journal: path,
  plans: path,
  certificates: path.optional(),
  slack: z
    .strictObject({ team: team.optional(), channels: z.record(channel, z.strictObject({ language })).default({}) })
    .default({ channels: {} }),
  systems: z
    .record(name, system)
    .refine((all) => Object.keys(all).length > 0, advice('name at least one system', '请至少写一个系统')),
});

/** What a system may hold. */
export const SYSTEM_KEYS: readonly string[] = Object.keys(system.shape);

export type WrittenInventory = z.output<typeof inventorySchema>;

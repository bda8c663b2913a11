import { z } from 'zod';
import { LANGUAGES } from '../domain/text.js';
import { name, variableName } from '../plan/words.js';

const id = (letters: string, advice: string) =>
  z.string({ error: advice }).regex(RegExp(`^[${letters}][A-Z0-9]+$`), advice);

const channel = id('CG', 'write the channel id, e.g. C0123ABCD (Slack shows it at the end of the channel details)');
const holder = id(
  'UWS',
  'write a Slack user id (U…) or user group id (S…), e.g. U0123ABCD (profile, ⋮, Copy member ID)',
);
const team = id('TE', 'write the workspace id, e.g. T0123ABCD');

const PATH_ADVICE = 'write a path, absolute or relative to this file; ~ is not expanded';
const path = z.string({ error: PATH_ADVICE }).regex(/^[^~\0][^\0]*$/, PATH_ADVICE);

const HOST_ADVICE = 'write a host name or address only, e.g. 10.0.0.5; user and port have their own keys';
// A name, or an address; one colon alone would be a port's.
const HOST = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*|(?=.*:.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*)$/;
const host = z.string({ error: HOST_ADVICE }).regex(HOST, HOST_ADVICE);

const USER_ADVICE = 'write the account on the host, e.g. deploy';
const user = z.string({ error: USER_ADVICE }).regex(/^[A-Za-z_][A-Za-z0-9._-]*$/, USER_ADVICE);

const PORT_ADVICE = 'write a port from 1 to 65535';
const port = z.int({ error: PORT_ADVICE }).min(1, PORT_ADVICE).max(65_535, PORT_ADVICE);

const value = z
  .string({ error: 'write a text; put numbers, true and false in quotes' })
  .regex(/^[^\0]*$/, 'a zero byte cannot be passed as environment');

const language = z.enum(LANGUAGES);

const absent = (advice: string) => z.undefined({ error: advice }).optional();
const remoteOnly = absent('a target with local: true is reached without SSH; remove this key');
const localOnly = absent('only a target with local: true has this key; remove it');

const directory = z.string({ error: PATH_ADVICE }).regex(/^[^~\0:][^\0:]*$/, `${PATH_ADVICE}; one folder each`);

const reached = { port: port.optional(), user: user.optional(), key: path.optional(), knownHosts: path.optional() };
const member = z.strictObject({ host, ...reached });
const NO_HOSTS = 'name at least one host, e.g. app-1: { host: 10.0.0.5 }';

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
  const twice = 'a group has its hosts under hosts:; move this one there, or remove hosts';
  return [
    ...(own === undefined ? [] : [{ path: ['host'], message: twice }]),
    ...Object.entries(hosts).flatMap(([each, host]) => unreached(['hosts', each], { ...written, ...host })),
  ];
}

function unreached(at: readonly string[], written: Reached) {
  const keys = ['user', 'key', 'knownHosts'] as const;
  return keys.flatMap((key) => (written[key] === undefined ? [missing(at, key, ADVICE[key])] : []));
}

function missing(at: readonly string[], key: string, advice: string) {
  return { path: [...at, key], message: `${key} is missing; ${advice}` };
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
        hosts: remoteOnly,
        port: remoteOnly,
        user: remoteOnly,
        key: remoteOnly,
        knownHosts: remoteOnly,
      },
    }),
  ],
  { error: 'write { local: true }, or { host: 10.0.0.5, user: deploy, key: ./keys/id, knownHosts: ./known_hosts }' },
);

const secret = z.union([z.strictObject({ file: path }), z.strictObject({ env: variableName })], {
  error: 'write { file: ./secrets/name } or { env: NAME }',
});

const NOBODY = 'name at least one person or user group, e.g. [U0123ABCD], or nobody fills this role';

const system = z.strictObject({
  channels: z.array(channel).min(1, 'name at least one channel, e.g. [C0123ABCD]'),
  language: language.optional(),
  requesters: z.array(name).default([]),
  roles: z.record(name, z.array(holder, { error: NOBODY }).min(1, NOBODY)),
  targets: z.record(name, target),
  variables: z.record(variableName, value).default({}),
  secrets: z.record(variableName, secret).default({}),
});

/** backout.yaml as it is written. Every unknown key is refused. */
export const inventorySchema = z.strictObject({
  environment: z.string().regex(/^\S(.{0,40}\S)?$/, 'write a short name, e.g. production'),
  language: language.default('zh-CN'),
  journal: path,
  plans: path,
  certificates: path.optional(),
  slack: z
    .strictObject({ team: team.optional(), channels: z.record(channel, z.strictObject({ language })).default({}) })
    .default({ channels: {} }),
  systems: z.record(name, system).refine((all) => Object.keys(all).length > 0, 'name at least one system'),
});

/** What a system may hold. */
export const SYSTEM_KEYS: readonly string[] = Object.keys(system.shape);

export type WrittenInventory = z.output<typeof inventorySchema>;

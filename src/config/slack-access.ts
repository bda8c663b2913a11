import { Secret } from '../domain/secret.js';
import { type Bilingual, both, joined } from '../domain/text.js';
import type { ConfigProblem, Reading } from './config-problem.js';
import { type ListenAt, readListenAt } from './listen-at.js';

/** What pino calls its levels. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How what people do in Slack comes in: by connections that the bot opens, or by requests that Slack signs. */
export type SlackTransport =
  | { readonly kind: 'socket'; readonly appToken: Secret }
  | { readonly kind: 'http'; readonly signingSecret: Secret; readonly listenAt: ListenAt };

/** How the bot reaches Slack and Slack the bot. Without `apiUrl` it is Slack's own address. */
export type SlackAccess = { readonly botToken: Secret; readonly transport: SlackTransport; readonly apiUrl?: string };

const at = (page: string) =>
  both(`get it at api.slack.com/apps → your app → ${page}`, `请在 api.slack.com/apps → 您的应用 → ${page} 取得`);

const SECRETS = {
  SLACK_BOT_TOKEN: {
    looks: /^xoxb-/,
    rule: both('must start with xoxb-', '必须以 xoxb- 开头'),
    from: at('OAuth & Permissions → Bot User OAuth Token'),
  },
  SLACK_APP_TOKEN: {
    looks: /^xapp-/,
    rule: both('must start with xapp-', '必须以 xapp- 开头'),
    from: both(
      'get it at api.slack.com/apps → your app → Basic Information → App-Level Tokens, with the scope connections:write',
      '请在 api.slack.com/apps → 您的应用 → Basic Information → App-Level Tokens 取得，权限 connections:write',
    ),
  },
  SLACK_SIGNING_SECRET: {
    looks: /^[0-9a-f]{32}$/,
    rule: both('must be 32 characters of 0-9 and a-f', '必须是 32 个字符，只含 0-9 和 a-f'),
    from: at('Basic Information → App Credentials → Signing Secret'),
  },
} as const;

/**
 * Reads from the environment how the bot and Slack reach each other. `SLACK_SIGNING_SECRET` chooses HTTP, else it is
 * Socket Mode. Everything missing is reported at once.
 */
export function readSlackAccess(env: NodeJS.ProcessEnv): Reading<SlackAccess> {
  const transport = env.SLACK_SIGNING_SECRET ? readHttpTransport(env) : readSocketTransport(env);
  const problems = [
    ...secretProblems(env, 'SLACK_BOT_TOKEN'),
    ...(transport.ok ? [] : transport.problems),
    ...apiUrlProblems(env),
  ];
  if (!transport.ok || problems.length > 0) return { ok: false, problems };
  const access = { botToken: new Secret(env.SLACK_BOT_TOKEN ?? ''), transport: transport.value };
  if (!env.SLACK_API_URL) return { ok: true, value: access };
  // Slack's client appends method names to the address, so it must end with a slash.
  return { ok: true, value: { ...access, apiUrl: env.SLACK_API_URL.replace(/\/*$/, '/') } };
}

// `PORT` alone chooses nothing: many platforms set it for everybody.
function readSocketTransport(env: NodeJS.ProcessEnv): Reading<SlackTransport> {
  const problems = secretProblems(env, 'SLACK_APP_TOKEN');
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { kind: 'socket', appToken: new Secret(env.SLACK_APP_TOKEN ?? '') } };
}

function readHttpTransport(env: NodeJS.ProcessEnv): Reading<SlackTransport> {
  // Slack or a reverse proxy in another container comes from outside; every request is signed.
  const listenAt = readListenAt(env.PORT ?? '', '0.0.0.0');
  const both = bothProblems(env);
  // Which way is meant is not known yet, and one of them needs no port.
  if (both.length > 0) return { ok: false, problems: both };
  const problems = secretProblems(env, 'SLACK_SIGNING_SECRET');
  if (!listenAt) return { ok: false, problems: [...problems, { place: 'PORT', message: PORT_RULE }] };
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { kind: 'http', signingSecret: new Secret(env.SLACK_SIGNING_SECRET ?? ''), listenAt } };
}

const PORT_RULE = both(
  'must be the port at which Slack’s requests arrive, e.g. 3000, or 127.0.0.1:3000 behind a proxy here; SLACK_SIGNING_SECRET asks for it',
  '必须是接收 Slack 请求的端口，例如 3000，或在本机代理之后写 127.0.0.1:3000；设置了 SLACK_SIGNING_SECRET 就需要它',
);

/** An app sends either way, never both: with both set, somebody believes something that is not so. */
function bothProblems(env: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  if (!env.SLACK_APP_TOKEN) return [];
  const message = both(
    'is set, and so is SLACK_SIGNING_SECRET; remove it for HTTP mode, or the signing secret for Socket Mode',
    '和 SLACK_SIGNING_SECRET 同时设置了；用 HTTP 模式请删去它，用 Socket Mode 请删去签名密钥',
  );
  return [{ place: 'SLACK_APP_TOKEN', message }];
}

function secretProblems(env: NodeJS.ProcessEnv, place: keyof typeof SECRETS): readonly ConfigProblem[] {
  const { looks, rule, from } = SECRETS[place];
  const text = env[place];
  if (!text) return [{ place, message: unset(from) }];
  return looks.test(text) ? [] : [{ place, message: joined(rule, from) }];
}

function unset({ en, 'zh-CN': zh }: Bilingual): Bilingual {
  return both(
    `is not set; ${en}. To try Backout without Slack: npm run demo`,
    `没有设置；${zh}。没有 Slack 也可以试用：npm run demo`,
  );
}

function apiUrlProblems(env: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  const text = env.SLACK_API_URL;
  if (!text || isSafe(text)) return [];
  const message = both(
    'must be an https:// address ending in /api/ (http:// only to this machine), or not be set at all',
    '必须是以 /api/ 结尾的 https:// 地址（http:// 只能指向本机），或者不设置',
  );
  return [{ place: 'SLACK_API_URL', message }];
}

/** The tokens travel to this address, so nothing but this machine may be spoken to in the clear. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const local = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && local);
}

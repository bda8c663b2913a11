import { Secret } from '../domain/secret.js';
import type { ConfigProblem, Reading } from './config-problem.js';

/** What pino calls its levels. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How the bot reaches Slack. Without `apiUrl` it is Slack's own address. */
export type SlackAccess = { readonly botToken: Secret; readonly appToken: Secret; readonly apiUrl?: string };

const TOKENS = {
  SLACK_BOT_TOKEN: {
    prefix: 'xoxb-',
    from: 'api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token',
  },
  SLACK_APP_TOKEN: {
    prefix: 'xapp-',
    from: 'api.slack.com/apps → your app → Basic Information → App-Level Tokens, with the scope connections:write',
  },
} as const;

/** Reads the tokens and the address of Slack from the environment. Everything missing is reported at once. */
export function readSlackAccess(env: NodeJS.ProcessEnv): Reading<SlackAccess> {
  const problems = [...tokenProblems(env), ...apiUrlProblems(env)];
  if (problems.length > 0) return { ok: false, problems };
  const tokens = { botToken: new Secret(env.SLACK_BOT_TOKEN ?? ''), appToken: new Secret(env.SLACK_APP_TOKEN ?? '') };
  if (!env.SLACK_API_URL) return { ok: true, value: tokens };
  // Slack's client appends method names to the address, so it must end with a slash.
  return { ok: true, value: { ...tokens, apiUrl: env.SLACK_API_URL.replace(/\/*$/, '/') } };
}

function tokenProblems(env: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  return Object.entries(TOKENS).flatMap(([place, { prefix, from }]) => {
    const token = env[place];
    if (!token) {
      return [{ place, message: `is not set; get it at ${from}. To try Backout without Slack: npm run demo` }];
    }
    return token.startsWith(prefix) ? [] : [{ place, message: `must start with ${prefix}; get it at ${from}` }];
  });
}

function apiUrlProblems(env: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  const text = env.SLACK_API_URL;
  if (!text || isSafe(text)) return [];
  const message = 'must be an https:// address ending in /api/ (http:// only to this machine), or not be set at all';
  return [{ place: 'SLACK_API_URL', message }];
}

/** The tokens travel to this address, so nothing but this machine may be spoken to in the clear. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const local = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && local);
}

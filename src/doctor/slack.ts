import { readFile } from 'node:fs/promises';
import type { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { Secret } from '../domain/secret.js';
import { createSlackClients } from '../slack/clients.js';
import { describeTrouble, type Trouble, troubleOf } from '../slack/trouble.js';
import type { Words } from '../view/words/words.js';
import { bad, type DoctorWords, type Finding, good, note } from './finding.js';

/** What the bot would be told of Slack by its environment; as far as it is set. */
export type SlackEnvironment = {
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_APP_TOKEN?: string | undefined;
  readonly SLACK_SIGNING_SECRET?: string | undefined;
  readonly SLACK_API_URL?: string | undefined;
  readonly PORT?: string | undefined;
};

/** What was found, and a client for further looks when the bot token is right. */
export type SlackLook = { readonly findings: readonly Finding[]; readonly client?: WebClient };

const MANIFEST = new URL('../../manifest.json', import.meta.url);

/** Tokens, workspace and scopes. `team`: the workspace that the inventory wants. */
export async function lookAtSlack(env: SlackEnvironment, team: string | undefined, w: DoctorWords): Promise<SlackLook> {
  const [bot, app] = await Promise.all([lookAtBotToken(env, team, w), lookAtDoor(env, w)]);
  // Both are told when Slack is away; once is enough.
  const more = app.filter(({ what }) => bot.findings.every((finding) => finding.what !== what));
  return { ...bot, findings: [...bot.findings, ...more] };
}

async function lookAtBotToken(env: SlackEnvironment, team: string | undefined, w: DoctorWords): Promise<SlackLook> {
  // That it is not set is said with the configuration.
  if (!env.SLACK_BOT_TOKEN) return { findings: [] };
  const client = clientWith(env.SLACK_BOT_TOKEN, env.SLACK_API_URL);
  try {
    const answer = await client.auth.test();
    const { team: name = '', team_id: id = '', user = '' } = answer;
    const isOther = team !== undefined && team !== id;
    const found = isOther ? bad(w.slack.otherTeam(id, team)) : good(w.slack.team(name, id, user));
    return { findings: [found, ...(await scopes(answer.response_metadata?.scopes, w.slack))], client };
  } catch (error) {
    return { findings: [refusal('SLACK_BOT_TOKEN', troubleOf(error), w.slack)] };
  }
}

/** The way by which people's actions come in. */
async function lookAtDoor(env: SlackEnvironment, { slack: w }: DoctorWords): Promise<readonly Finding[]> {
  // That both are set is said with the configuration; which way is meant is not known.
  if (env.SLACK_SIGNING_SECRET && env.SLACK_APP_TOKEN) return [];
  if (env.SLACK_SIGNING_SECRET) return [good(w.http(env.PORT ?? ''))];
  if (!env.SLACK_APP_TOKEN) return [];
  try {
    // Asks for an address and opens no connection: a running bot keeps its own.
    await clientWith(env.SLACK_APP_TOKEN, env.SLACK_API_URL).apps.connections.open({});
    return [good(w.app)];
  } catch (error) {
    const trouble = troubleOf(error);
    const isOff = trouble.kind === 'refused' && /socket_mode|not_allowed_for_app/.test(trouble.error);
    return [isOff ? bad(w.socketsOff) : refusal('SLACK_APP_TOKEN', trouble, w)];
  }
}

async function scopes(given: readonly string[] | undefined, w: Words['doctor']['slack']): Promise<readonly Finding[]> {
  if (!given) return [note(w.scopesUnknown)];
  const manifest: { readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } } } = JSON.parse(
    await readFile(MANIFEST, 'utf8'),
  );
  const wanted = manifest.oauth_config.scopes.bot;
  const missing = wanted.filter((scope) => !given.includes(scope));
  const extra = given.filter((scope) => scope !== '' && !wanted.includes(scope));
  return [
    ...(missing.length === 0 ? [good(w.scopes(wanted.length))] : missing.map((scope) => bad(w.scopeMissing(scope)))),
    ...(extra.length === 0 ? [] : [note(w.scopesExtra(extra.join(', ')))]),
  ];
}

function refusal(name: string, trouble: Trouble, w: Words['doctor']['slack']): Finding {
  if (trouble.kind === 'limited') return bad(w.limited(name));
  return bad(trouble.kind === 'refused' ? w.refused(name, trouble.error) : w.unreachable(describeTrouble(trouble)));
}

function clientWith(token: string, apiUrl: string | undefined): WebClient {
  const log = pino({ level: 'silent' });
  const address = apiUrl ? { apiUrl: apiUrl.replace(/\/*$/, '/') } : {};
  return createSlackClients({ botToken: new Secret(token), ...address, log }).projector;
}

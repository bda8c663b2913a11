import { App, type AppOptions, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { SlackClient } from '../../../sandbox/slack/client.js';
import { type Slack, type SlackOptions, startSlack } from '../../../sandbox/slack/workspace.js';

export interface Stage {
  slack: Slack;
  people: SlackClient;
  app: App;
  end: () => Promise<void>;
}

/** A fresh workspace with an unmodified Bolt app connected to it by Socket Mode. */
export async function stage(listen: (app: App) => void, options: SlackOptions = {}): Promise<Stage> {
  const slack = await startSlack(options);
  const app = boltApp(slack);
  listen(app);
  await app.start();
  const end = async () => {
    await app.stop();
    await slack.close();
  };
  return { slack, people: new SlackClient(slack.url), app, end };
}

export function boltApp(slack: Slack, more: AppOptions = {}): App {
  return new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
    ...more,
  });
}

/** A client that takes every answer as it comes: no retries, no waiting. */
export function eagerClient({ botToken, apiUrl }: Slack): WebClient {
  const once = { rejectRateLimitedCalls: true, retryConfig: { retries: 0 } };
  return new WebClient(botToken, { slackApiUrl: apiUrl, ...once, logLevel: LogLevel.ERROR });
}

/** What came of a call: `ok`, or Slack's error code. */
export function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error) => error.data?.error ?? error.message,
  );
}

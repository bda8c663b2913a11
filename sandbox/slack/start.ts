import { startSlack } from './workspace.js';

// Run by hand while working on an app: npx tsx sandbox/slack/start.ts [port]
const slack = await startSlack({ port: Number(process.argv[2] ?? 0) });
process.stdout.write(
  `${[
    `page             ${slack.url}`,
    `SLACK_API_URL=${slack.apiUrl}`,
    `SLACK_BOT_TOKEN=${slack.botToken}`,
    `SLACK_APP_TOKEN=${slack.appToken}`,
  ].join('\n')}\n`,
);
process.once('SIGINT', () => void slack.close());
process.once('SIGTERM', () => void slack.close());

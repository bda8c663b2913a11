import { type BotStage, tail } from './demo/bot-stage.js';
import { readOptions } from './demo/options.js';
import { CannotStart, checkMachine, explainPort } from './demo/preflight.js';
import { raiseRealStage } from './demo/real-stage.js';
import { raiseStage } from './demo/stage.js';
import { onStopSignals } from './demo/stop-signals.js';
import type { Language } from './text.js';

/** `npm run demo`: a local Slack, broken production systems and the real bot, until Ctrl-C. */
const stopping = new AbortController();
let stage: BotStage | undefined;

onStopSignals({
  stop() {
    say('正在停止… / Stopping… (Ctrl-C again to force)');
    stopping.abort();
    if (stage) void leave(stage);
  },
  force: () => process.exit(1),
});

try {
  const { language, hosts } = readOptions(process.argv.slice(2));
  const { port } = await checkMachine(process.env, hosts);
  say(hosts === 'real' ? '正在启动四台 Debian 主机… / Booting four Debian hosts…' : '正在启动… / Starting…');
  const raise = hosts === 'real' ? raiseRealStage : raiseStage;
  stage = await raise({ port, language, signal: stopping.signal, botDied: mournBot }).catch((error) => {
    throw explainPort(error, port);
  });
  if (stopping.signal.aborted) await leave(stage);
  welcome(stage.slack.url, language);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  say(error instanceof CannotStart ? error.message : String((error as Error).stack ?? error));
  process.exit(1);
}

async function leave({ close }: BotStage): Promise<never> {
  const code = await close().then(
    () => 0,
    (error) => {
      say(String(error));
      return 1;
    },
  );
  process.exit(code);
}

function mournBot(how: string): void {
  if (!stage) return;
  say(`机器人意外退出 / The bot ended by itself (${how}). Its last lines:\n${tail(stage.bot)}`);
}

/** Where it is, and the way in; the page itself leads on. */
function welcome(url: string, language: Language): void {
  const ways: Record<Language, string> = {
    'zh-CN': `  1. 用浏览器打开上面的地址，在右上方按“开始”，三分钟走完一次回滚
  2. 右侧面板：生产环境真实的状态，弄坏它的按钮；“Slack 出错”里让 Slack 出错
  3. 按 Ctrl-C 结束，什么都不会留下
  English: npm run demo -- --language=en`,
    en: `  1. Open the address above in a browser and press Start, top right: one rollback in three minutes
  2. The panel on the right shows production as it is and breaks it; under Slack trouble, Slack fails
  3. Ctrl-C ends it and leaves nothing behind`,
  };
  say(`Ready: ${url}/\n${ways[language]}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

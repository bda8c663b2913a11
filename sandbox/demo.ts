import { CannotStart, checkMachine, explainPort } from './demo/preflight.js';
import { raiseStage, type Stage, tail } from './demo/stage.js';
import { onStopSignals } from './demo/stop-signals.js';
import { LANGUAGES, type Language } from './text.js';

/** `npm run demo`: a local Slack, a broken production system and the real bot, until Ctrl-C. */
const stopping = new AbortController();
let stage: Stage | undefined;

onStopSignals({
  stop() {
    say('正在停止… / Stopping… (Ctrl-C again to force)');
    stopping.abort();
    if (stage) void leave(stage);
  },
  force: () => process.exit(1),
});

try {
  const language = languageOf(process.argv.slice(2));
  const { port } = await checkMachine(process.env);
  say('正在启动… / Starting…');
  stage = await raiseStage({ port, language, signal: stopping.signal, botDied: mournBot }).catch((error) => {
    throw explainPort(error, port);
  });
  if (stopping.signal.aborted) await leave(stage);
  welcome(stage.slack.url);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  say(error instanceof CannotStart ? error.message : String((error as Error).stack ?? error));
  process.exit(1);
}

/** `npm run demo -- --language=en` makes the bot speak English. */
function languageOf(args: readonly string[]): Language {
  const [first = '--language=zh-CN', ...more] = args;
  const language = LANGUAGES.find((known) => first === `--language=${known}`);
  if (language && more.length === 0) return language;
  throw new CannotStart(
    `demo: unknown option ${args.join(' ')}. Known: ${LANGUAGES.map((each) => `--language=${each}`).join(', ')}`,
  );
}

async function leave({ close }: Stage): Promise<never> {
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

function welcome(url: string): void {
  say(`Ready: ${url}/
  1. 以赵六的身份在 #incident-wechat 输入 /rollback scheme-a / As 赵六, type /rollback scheme-a in #incident-wechat
  2. 换成李四批准，看右侧面板恢复 / Become 李四, approve, and watch the panel on the right turn green
  3. 回滚途中 kill -9 机器人，再启动它 / Kill the bot during a rollback, then start it again
  4. 在 #incident-meiyueart 输入 /rollback 方案2 / Type /rollback 方案2 in #incident-meiyueart`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

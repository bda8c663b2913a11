import { ActionButtons } from './action-buttons.js';
import type { ProductionState } from './production-state.js';
import { useSideWords } from './words.js';

interface Props {
  state: ProductionState;
  complain: (text: string) => void;
}

/** The bot's process. Every line has its place whether it runs or not, so that nothing below jumps. */
export function BotCard({ state: { bot, actions }, complain }: Props) {
  const words = useSideWords();
  const stopped = bot.ended === undefined ? '—' : words.botEnded(bot.ended);
  return (
    <section class={bot.running ? 'system bot' : 'system bot down'}>
      <h2>
        <span class="dot" aria-hidden="true" />
        {bot.running ? words.botRunning : words.botStopped}
      </h2>
      <small>
        {bot.pid === undefined
          ? stopped
          : `pid ${bot.pid} · ${bot.isConnected ? words.botConnected : words.botConnecting}`}
      </small>
      <ActionButtons actions={actions} complain={complain} />
      {bot.lines && (
        <details>
          <summary>{words.log}</summary>
          <pre class="log">{bot.lines.length === 0 ? words.noLog : bot.lines.map(logLine).join('\n')}</pre>
        </details>
      )}
    </section>
  );
}

// A line of the bot's JSON log as time and message; anything else as it is.
function logLine(line: string): string {
  try {
    const { time, msg, level, pid: _pid, hostname: _host, ...more } = JSON.parse(line) as Record<string, unknown>;
    const clock = new Date(Number(time)).toLocaleTimeString([], { hour12: false });
    return [clock, Number(level) >= 40 ? '⚠' : '', String(msg), ...Object.entries(more).map(showField)]
      .filter(Boolean)
      .join(' ');
  } catch {
    return line;
  }
}

function showField([name, value]: [string, unknown]): string {
  return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

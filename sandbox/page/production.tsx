import { useEffect, useState } from 'preact/hooks';
import type { Text } from '../text.js';
import { useSay, useWords } from './words.js';

interface Action {
  id: string;
  label: Text;
  danger?: boolean;
}

interface System {
  name: string;
  title: Text;
  hosts: { name: string; address: string }[];
  healthy: boolean;
  facts: { label: Text; value: Text; ok?: boolean }[];
  actions: Action[];
}

interface ProductionState {
  systems: System[];
  bot: { running: boolean; pid?: number; ended?: string; lines?: string[] };
  actions: Action[];
}

type Act = (id: string) => Promise<void>;

/** The systems being rolled back, as the embedding program reports them; absent when it reports none. */
export function Production({ complain }: { complain: (text: string) => void }) {
  const words = useWords();
  const state = useProduction();
  const [isOpen, setOpen] = useState(true);
  if (!state) return null;
  if (!isOpen) {
    return (
      <button type="button" class="production-tab" aria-expanded={false} onClick={() => setOpen(true)}>
        {words.showProduction}
      </button>
    );
  }
  const act = async (id: string) => {
    const response = await fetch(`/production/actions/${id}`, { method: 'POST' });
    const answer = (await response.json().catch(() => ({}))) as { message?: string };
    if (answer.message) complain(answer.message);
  };
  return (
    <aside class="production" aria-label={words.production}>
      <header>
        <h1 class="title-line">{words.production}</h1>
        <button
          type="button"
          class="quiet"
          aria-label={words.hideProduction}
          aria-expanded={true}
          onClick={() => setOpen(false)}
        >
          ✕
        </button>
      </header>
      <div class="content">
        <BotCard state={state} act={act} />
        {state.systems.map((system) => (
          <SystemCard key={system.name} system={system} act={act} />
        ))}
      </div>
    </aside>
  );
}

// Every line has its place whether the bot runs or not, so that nothing below jumps.
function BotCard({ state: { bot, actions }, act }: { state: ProductionState; act: Act }) {
  const words = useWords();
  const stopped = bot.ended === undefined ? '—' : words.botEnded(bot.ended);
  return (
    <section class={bot.running ? 'system bot' : 'system bot down'}>
      <h2>{bot.running ? words.botRunning : words.botStopped}</h2>
      <small>{bot.pid === undefined ? stopped : `pid ${bot.pid}`}</small>
      <Actions actions={actions} act={act} />
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
    const rest = Object.keys(more).length === 0 ? '' : ` ${JSON.stringify(more)}`;
    return `${clock} ${Number(level) >= 40 ? '⚠ ' : ''}${String(msg)}${rest}`;
  } catch {
    return line;
  }
}

function SystemCard({ system, act }: { system: System; act: Act }) {
  const words = useWords();
  const say = useSay();
  return (
    <section class={system.healthy ? 'system' : 'system down'}>
      <h2>
        {say(system.title)} <span class="badge">{system.healthy ? words.healthy : words.broken}</span>
      </h2>
      <ul class="hosts">
        {system.hosts.map(({ name, address }) => (
          <li key={name}>
            <small>
              {name} · {address}
            </small>
          </li>
        ))}
      </ul>
      <dl>
        {system.facts.map(({ label, value, ok }) => (
          <div key={say(label)} class={ok === false ? 'bad' : ''}>
            <dt>{say(label)}</dt>
            <dd>
              {ok === undefined ? '' : ok ? '✓ ' : '✗ '}
              {say(value)}
            </dd>
          </div>
        ))}
      </dl>
      <Actions actions={system.actions} act={act} />
    </section>
  );
}

function Actions({ actions, act }: { actions: Action[]; act: Act }) {
  const say = useSay();
  const [busy, setBusy] = useState('');
  const press = async (id: string) => {
    setBusy(id);
    await act(id).finally(() => setBusy(''));
  };
  return (
    <div class="actions">
      {actions.map(({ id, label, danger }) => (
        <button
          key={id}
          type="button"
          class={danger ? 'button danger' : 'button'}
          disabled={busy === id}
          onClick={() => press(id)}
        >
          {say(label)}
        </button>
      ))}
    </div>
  );
}

// Asked once a second; a 404 means that nobody reports, and asking ends.
function useProduction(): ProductionState | undefined {
  const [state, setState] = useState<ProductionState>();
  useEffect(() => {
    const ask = async () => {
      const response = await fetch('/production/state').catch(() => undefined);
      if (response?.status === 404) clearInterval(timer);
      else if (response?.ok) setState((await response.json()) as ProductionState);
    };
    const timer = setInterval(ask, 1000);
    void ask();
    return () => clearInterval(timer);
  }, []);
  return state;
}

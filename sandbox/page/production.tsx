import { useEffect, useState } from 'preact/hooks';
import { useWords } from './words.js';

interface Action {
  id: string;
  label: string;
  danger?: boolean;
}

interface System {
  name: string;
  title: string;
  host: string;
  healthy: boolean;
  facts: { label: string; value: string; ok?: boolean }[];
  actions: Action[];
}

interface ProductionState {
  systems: System[];
  bot: { running: boolean; pid?: number };
  actions: Action[];
}

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
        <p class={state.bot.running ? 'bot' : 'bot down'}>
          {state.bot.running ? words.botRunning : words.botStopped}
          {state.bot.pid !== undefined && <small> pid {state.bot.pid}</small>}
        </p>
        <Actions actions={state.actions} act={act} />
        {state.systems.map((system) => (
          <SystemCard key={system.name} system={system} act={act} />
        ))}
      </div>
    </aside>
  );
}

function SystemCard({ system, act }: { system: System; act: (id: string) => void }) {
  const words = useWords();
  return (
    <section class={system.healthy ? 'system' : 'system down'}>
      <h2>
        {system.title} <span class="badge">{system.healthy ? words.healthy : words.broken}</span>
      </h2>
      <small>{system.host}</small>
      <dl>
        {system.facts.map(({ label, value, ok }) => (
          <div key={label} class={ok === false ? 'bad' : ''}>
            <dt>{label}</dt>
            <dd>
              {ok === undefined ? '' : ok ? '✓ ' : '✗ '}
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <Actions actions={system.actions} act={act} />
    </section>
  );
}

function Actions({ actions, act }: { actions: Action[]; act: (id: string) => void }) {
  return (
    <div class="actions">
      {actions.map(({ id, label, danger }) => (
        <button key={id} type="button" class={danger ? 'button danger' : 'button'} onClick={() => act(id)}>
          {label}
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

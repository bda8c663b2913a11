import { useState } from 'preact/hooks';
import type { Screen } from '../workspace.js';
import { BotCard } from './bot-card.js';
import { useProduction } from './production-state.js';
import { SystemCard } from './system-card.js';
import { Tour } from './tour/tour.js';
import { Trouble } from './trouble.js';
import { useSideWords } from './words.js';

interface Props {
  screen: Screen;
  place: { as: string; channel: string; thread: string };
  move: (change: Partial<Props['place']>) => void;
  complain: (text: string) => void;
}

type Tab = 'production' | 'trouble';

/** Beside the workspace: the systems being rolled back, what may go wrong with Slack, and the way for newcomers. */
export function SidePanel({ screen, place, move, complain }: Props) {
  const words = useSideWords();
  const state = useProduction();
  const [isOpen, setOpen] = useState(true);
  const [tab, choose] = useState<Tab>('production');
  if (!state) return null;
  if (!isOpen) {
    return (
      <button type="button" class="production-tab" aria-expanded={false} onClick={() => setOpen(true)}>
        {words.show}
      </button>
    );
  }
  return (
    <aside class="production" aria-label={words.side} data-tour="side">
      <header>
        <div class="tabs" role="tablist" aria-label={words.side}>
          {(['production', 'trouble'] as const).map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={tab === each}
              class={tab === each ? 'tab here' : 'tab'}
              onClick={() => choose(each)}
            >
              {words[each]}
            </button>
          ))}
        </div>
        <button type="button" class="quiet" aria-label={words.hide} aria-expanded={true} onClick={() => setOpen(false)}>
          ✕
        </button>
      </header>
      <Tour screen={screen} place={place} move={move} production={state} complain={complain} />
      <div class="content">
        {tab === 'production' ? (
          <>
            {state.systems.map((system) => (
              <SystemCard key={system.name} system={system} complain={complain} />
            ))}
            <BotCard state={state} complain={complain} />
          </>
        ) : (
          <Trouble screen={screen} place={place} complain={complain} />
        )}
      </div>
    </aside>
  );
}

import { useEffect } from 'preact/hooks';
import type { ShownView } from '../slack/control/read.js';
import type { Block } from '../slack/model.js';
import { Avatar } from './avatar.js';
import { BlockView } from './blocks/block.js';
import type { Move } from './place.js';
import { useSay, useWords } from './words.js';
import { useStage } from './workspace.js';

/** The app's head with its three tabs, as Slack has them. */
export function AppHeader({ here, move }: { here: 'home' | 'messages' | 'about'; move: Move }) {
  const words = useWords();
  const { act, setting, channels, me } = useStage();
  const direct = channels.find(({ directWith }) => directWith === me.id);
  const open = async (tab: 'home' | 'messages' | 'about') => {
    if (tab === 'messages') return move({ channel: direct?.id ?? 'home', thread: '' });
    move({ channel: tab, thread: '' });
    if (tab === 'home') await act('open-home', {});
  };
  const tabs = direct ? (['home', 'messages', 'about'] as const) : (['home', 'about'] as const);
  return (
    <header class="app-header">
      <Avatar id={setting.bot.userId} name={setting.bot.name} isBot />
      <h1 class="title-line">{setting.bot.name}</h1>
      <nav class="app-tabs" aria-label={setting.bot.name}>
        {tabs.map((tab) => (
          <button key={tab} type="button" aria-current={tab === here ? 'page' : undefined} onClick={() => open(tab)}>
            {words[tab]}
          </button>
        ))}
      </nav>
    </header>
  );
}

interface HomeProps {
  view: ShownView | null;
  isLoaded: boolean;
  move: Move;
}

/** The app's Home tab as this person sees it; somebody else has another one. */
export function AppHome({ view, isLoaded, move }: HomeProps) {
  const words = useWords();
  const { act, me } = useStage();
  useHomeOf(me.id, isLoaded && view === null);
  const run = (name: string, body: Record<string, unknown>) => act(name, { ...body, view: view?.id });
  return (
    <main class="conversation" aria-label={words.home} data-region="conversation">
      <AppHeader here="home" move={move} />
      <div class="messages home">
        {!view && <p class="empty">{words.emptyHome}</p>}
        {(view?.blocks as Block[] | undefined)?.map((block) => (
          <BlockView key={block.block_id} block={block} surface={{ run, values: view?.values ?? {} }} />
        ))}
      </div>
    </main>
  );
}

// Whoever comes here for the first time opens their own Home.
function useHomeOf(person: string, isMissing: boolean): void {
  const { act } = useStage();
  useEffect(() => {
    if (isMissing) void act('open-home', {});
  }, [person, isMissing]);
}

/** What the app is and what it listens to. */
export function AppAbout({ move }: { move: Move }) {
  const words = useWords();
  const say = useSay();
  const { setting } = useStage();
  return (
    <main class="conversation" aria-label={words.about} data-region="conversation">
      <AppHeader here="about" move={move} />
      <div class="messages home about">
        <p>{words.aboutApp}</p>
        <h2>{words.aboutCommands}</h2>
        <dl>
          {setting.commands.map(({ usage, summary }) => (
            <div key={usage}>
              <dt>
                <code>{usage}</code>
              </dt>
              <dd>{say(summary)}</dd>
            </div>
          ))}
        </dl>
        {setting.shortcuts.length > 0 && <h2>{words.aboutShortcuts}</h2>}
        <ul>
          {setting.shortcuts.map(({ callback, name }) => (
            <li key={callback}>{name}</li>
          ))}
        </ul>
      </div>
    </main>
  );
}

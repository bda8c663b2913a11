import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import type { Activity } from '../slack/control/activity.js';
import type { ShownMessage, ShownView } from '../slack/control/read.js';
import type { Bot, Channel, CommandHint, Person, Shortcut, Team, UserGroup, Violation } from '../slack/model.js';
import { type Place, VIEWS } from './place.js';
import { type Troubles, useWords } from './words.js';

export interface Setting {
  team: Team;
  bot: Bot;
  people: Person[];
  userGroups: UserGroup[];
  commands: CommandHint[];
  shortcuts: Shortcut[];
}

/** Everything on screen, as the server last told it. */
export interface Screen {
  /** What it was loaded for; the person may have moved on. */
  place: Place;
  setting: Setting;
  channels: Channel[];
  activity: Activity[];
  messages: ShownMessage[];
  thread: ShownMessage[];
  modal: ShownView | null;
  home: ShownView | null;
  violations: Violation[];
}

/** Loads the screen for this place and loads it again whenever the workspace changes. */
export function useScreen(place: Place): Screen | undefined {
  const [screen, setScreen] = useState<Screen>();
  const { as, channel, thread } = place;
  useEffect(() => {
    let isCurrent = true;
    const reload = coalesced(async () => {
      const next = await loadScreen({ as, channel, thread });
      if (isCurrent) setScreen(next);
    });
    const events = new EventSource('/control/events');
    events.addEventListener('change', reload);
    reload();
    return () => {
      isCurrent = false;
      events.close();
    };
  }, [as, channel, thread]);
  return screen;
}

// One load at a time; what changed meanwhile causes exactly one more.
function coalesced(load: () => Promise<void>): () => void {
  let isLoading = false;
  let isStale = false;
  return async function run() {
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    while (isStale) {
      isStale = false;
      await load().catch(() => undefined);
    }
    isLoading = false;
  };
}

async function loadScreen(place: Place): Promise<Screen> {
  const { as, channel, thread } = place;
  const who = `as=${encodeURIComponent(as)}`;
  const inChannel = channel !== '' && !VIEWS.includes(channel);
  const [setting, channels, activity, messages, replies, modal, home, violations] = await Promise.all([
    get<Setting>('workspace'),
    get<{ channels: Channel[] }>('channels'),
    get<{ activity: Activity[] }>('activity'),
    inChannel ? get<{ messages?: ShownMessage[] }>(`channels/${channel}/messages?${who}`) : { messages: [] },
    inChannel && thread ? get<{ messages?: ShownMessage[] }>(`threads/${channel}/${thread}?${who}`) : { messages: [] },
    as ? get<{ modal: ShownView | null }>(`modal?${who}`) : { modal: null },
    as ? get<{ home: ShownView | null }>(`home?${who}`) : { home: null },
    get<{ violations: Violation[] }>('violations'),
  ]);
  return {
    place,
    setting,
    channels: channels.channels,
    activity: activity.activity,
    messages: messages.messages ?? [],
    thread: replies.messages ?? [],
    modal: modal.modal,
    home: home.home,
    violations: violations.violations,
  };
}

async function get<Answer>(path: string): Promise<Answer> {
  return (await fetch(`/control/${path}`)).json() as Promise<Answer>;
}

/** What came of an act: the control interface's answer. */
export interface Answer {
  ok: boolean;
  error?: string;
  /** What is shown, when it is no error. */
  notice?: string;
  message?: string;
  shown?: string;
}

/** Sends an act of the current person; trouble is handed to `complain`. */
export type Act = (name: string, body: Record<string, unknown>) => Promise<Answer>;

export function useAct(as: string, complain: (text: string) => void): Act {
  const { noAnswer, troubles } = useWords();
  return useCallback(
    async (name, body) => {
      const answer = (await send(`/control/${name}`, { as, ...body })) ?? { ok: false, message: noAnswer };
      const text = wordsFor(answer, troubles);
      if (text) complain(text);
      return answer;
    },
    [as, complain, noAnswer, troubles],
  );
}

/** What a person is told of an act, in their language; Slack's own English for what the page has no words for. */
export function wordsFor({ error, notice, shown, message }: Answer, troubles: Troubles): string | undefined {
  return troubles[error ?? notice ?? ''] ?? shown ?? message;
}

async function send(url: string, body: unknown): Promise<Answer | undefined> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(url, init)
    .then((response) => response.json() as Promise<Answer>)
    .catch(() => undefined);
}

/** What the blocks need to know about where they stand. */
export interface Stage {
  setting: Setting;
  channels: Channel[];
  me: Person;
  act: Act;
  openThread: (ts: string) => void;
}

export const StageContext = createContext<Stage | undefined>(undefined);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (!stage) throw new Error('A block was rendered outside the page.');
  return stage;
}

import { isUnread, mentionsOf, useReadState } from './activity.js';
import { Avatar } from './avatar.js';
import { Moment } from './blocks/moment.js';
import type { Move, Place } from './place.js';
import { useWords } from './words.js';
import { type Screen, useStage } from './workspace.js';

/** The messages that call me by name, newest first; each leads to where it was written. */
export function ActivityView({ screen, place, move }: { screen: Screen; place: Place; move: Move }) {
  const words = useWords();
  const { setting } = useStage();
  const { marks } = useReadState();
  const called = mentionsOf(screen.activity, screen.channels, place.as).reverse();
  const nameOf = (id: string) => setting.people.find((person) => person.id === id)?.realName ?? setting.bot.name;
  const channelOf = (id: string) => screen.channels.find((channel) => channel.id === id);
  return (
    <main class="conversation" aria-label={words.activity} data-region="conversation">
      <header>
        <h1 class="title-line">{words.activity}</h1>
        <span class="topic">{words.activityHint}</span>
      </header>
      {called.length === 0 && <p class="empty">{words.noActivity}</p>}
      <ul class="activity">
        {called.map((each) => (
          <li key={each.ts}>
            <button
              type="button"
              class={isUnread(marks, place.as, each) ? 'call unread' : 'call'}
              onClick={() => move({ channel: each.channel, thread: each.threadTs ?? '' })}
            >
              <Avatar id={each.user} name={nameOf(each.user)} isBot={each.user === setting.bot.userId} />
              <span>
                <strong>{nameOf(each.user)}</strong>
                <small>
                  #{channelOf(each.channel)?.name} {each.threadTs !== undefined && `· ${words.thread}`}
                </small>
              </span>
              <small class="when">
                <Moment timestamp={Number(each.ts)} format="{date_short_pretty} {time}" />
              </small>
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}

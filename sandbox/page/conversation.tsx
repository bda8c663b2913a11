import { useState } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import type { Channel } from '../slack/model.js';
import { AppHeader } from './app-tabs.js';
import { Avatar } from './avatar.js';
import { Mrkdwn } from './blocks/mrkdwn.js';
import { Composer } from './composer.js';
import { Icon } from './icons.js';
import { MessageList } from './message-list.js';
import type { Move } from './place.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

interface Props {
  channel: Channel;
  messages: ShownMessage[];
  isLoaded: boolean;
  move: Move;
}

/** A channel or the app's private conversation: its messages, oldest on top, and the composer. */
export function Conversation({ channel, messages, isLoaded, move }: Props) {
  const words = useWords();
  const { setting } = useStage();
  const [sent, setSent] = useState(0);
  const isBotHere = channel.members.includes(setting.bot.userId);
  const isEmpty = isLoaded && messages.length === 0;
  const name = channel.directWith ? setting.bot.name : `#${channel.name}`;
  return (
    <main class="conversation" aria-label={name} data-region="conversation">
      {channel.directWith ? <AppHeader here="messages" move={move} /> : <ChannelHeader channel={channel} />}
      {isEmpty && (
        <div class="welcome">{isBotHere && !channel.directWith ? <TryOut /> : <p class="empty">{words.empty}</p>}</div>
      )}
      <MessageList messages={messages} sent={sent} />
      <Composer channel={channel.id} name={name} sent={() => setSent(sent + 1)} />
    </main>
  );
}

function ChannelHeader({ channel }: { channel: Channel }) {
  const words = useWords();
  const { setting } = useStage();
  const people = setting.people.filter(({ id }) => channel.members.includes(id));
  const isBotHere = channel.members.includes(setting.bot.userId);
  return (
    <header>
      <h1 class="title-line"># {channel.name}</h1>
      <span class="topic">{isBotHere ? channel.topic : words.notMember}</span>
      <span class="members" title={people.map(({ realName }) => realName).join('、')}>
        {people.slice(0, 3).map(({ id, realName }) => (
          <Avatar key={id} id={id} name={realName} />
        ))}
        <Icon name="people" />
        <span aria-hidden="true">{channel.members.length}</span>
        <span class="unseen">{words.members(channel.members.length)}</span>
      </span>
    </header>
  );
}

// What a first-time visitor can do here.
function TryOut() {
  const words = useWords();
  return (
    <section class="try-out">
      <h2>{words.tryOut}</h2>
      <ol>
        {words.trySteps.map((step) => (
          <li key={step}>
            <Mrkdwn text={step} />
          </li>
        ))}
      </ol>
    </section>
  );
}

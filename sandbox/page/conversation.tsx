import { useState } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import type { Channel } from '../slack/model.js';
import { Mrkdwn } from './blocks/mrkdwn.js';
import { Composer } from './composer.js';
import { MessageList } from './message-list.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

interface Props {
  channel: Channel;
  messages: ShownMessage[];
  isLoaded: boolean;
}

/** A channel: its messages, oldest on top, and the composer. */
export function Conversation({ channel, messages, isLoaded }: Props) {
  const words = useWords();
  const { setting } = useStage();
  const [sent, setSent] = useState(0);
  const isBotHere = channel.members.includes(setting.bot.userId);
  const isEmpty = isLoaded && messages.length === 0;
  return (
    <section class="conversation" aria-label={channel.name}>
      <header>
        <h1 class="title-line">{channel.directWith ? setting.bot.name : `# ${channel.name}`}</h1>
        <span>{isBotHere ? channel.topic : words.notMember}</span>
      </header>
      {isEmpty && isBotHere && <TryOut />}
      {isEmpty && !isBotHere && <p class="empty">{words.empty}</p>}
      <MessageList messages={messages} sent={sent} />
      <Composer channel={channel.id} sent={() => setSent(sent + 1)} />
    </section>
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

import { useEffect, useRef } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import type { Channel } from '../slack/model.js';
import { Composer } from './composer.js';
import { MessageRow } from './message.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

/** A channel: its messages, oldest on top, and the composer. */
export function Conversation({ channel, messages }: { channel: Channel; messages: ShownMessage[] }) {
  const words = useWords();
  const { setting } = useStage();
  const isBotHere = channel.members.includes(setting.bot.userId);
  return (
    <section class="conversation" aria-label={channel.name}>
      <header>
        <h1 class="title-line">{channel.directWith ? setting.bot.name : `# ${channel.name}`}</h1>
        <span>{isBotHere ? channel.topic : words.notMember}</span>
      </header>
      <MessageList messages={messages} />
      <Composer channel={channel.id} />
    </section>
  );
}

/** Messages that keep the newest in sight while they grow, unless the reader scrolled up. */
export function MessageList({ messages, isThread = false }: { messages: ShownMessage[]; isThread?: boolean }) {
  const words = useWords();
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const newest = useRef('');
  const { me } = useStage();
  // Runs after every rendering: an edited message may have grown.
  useEffect(() => {
    const last = messages.at(-1);
    // What one wrote oneself, and what the bot answers to oneself alone, is always brought into sight.
    const isMine = last?.user === me.id || last?.isEphemeral === true;
    if (isMine && last.ts !== newest.current) isAtEnd.current = true;
    newest.current = last?.ts ?? '';
    if (list.current && isAtEnd.current) list.current.scrollTop = list.current.scrollHeight;
  });
  const remember = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = list.current ?? {};
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return (
    <div class="messages" ref={list} onScroll={remember} role="log" aria-live="polite">
      {messages.length === 0 && <p class="empty">{words.empty}</p>}
      {messages.map((message) => (
        <MessageRow key={message.ts} message={message} isThread={isThread} />
      ))}
    </div>
  );
}

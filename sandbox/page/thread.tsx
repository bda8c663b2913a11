import { useState } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import type { Channel } from '../slack/model.js';
import { Composer } from './composer.js';
import { MessageList } from './message-list.js';
import { useWords } from './words.js';

interface Props {
  channel: Channel;
  ts: string;
  messages: ShownMessage[];
  close: () => void;
}

/** A message and its replies. */
export function Thread({ channel, ts, messages, close }: Props) {
  const words = useWords();
  const [sent, setSent] = useState(0);
  return (
    <aside class="thread" aria-label={words.thread}>
      <header>
        <h1 class="title-line">{words.thread}</h1>
        <span># {channel.name}</span>
        <button type="button" class="quiet" aria-label={words.close} onClick={close}>
          ✕
        </button>
      </header>
      <MessageList messages={messages} sent={sent} isThread />
      <Composer channel={channel.id} thread={ts} sent={() => setSent(sent + 1)} />
    </aside>
  );
}

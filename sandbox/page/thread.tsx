import { useState } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import type { Channel } from '../slack/model.js';
import { Composer } from './composer.js';
import { Icon } from './icons.js';
import { MessageList } from './message-list.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

interface Props {
  channel: Channel;
  ts: string;
  messages: ShownMessage[];
  close: () => void;
}

/** A message and its replies. */
export function Thread({ channel, ts, messages, close }: Props) {
  const words = useWords();
  const { setting } = useStage();
  const [sent, setSent] = useState(0);
  return (
    <aside class="thread" aria-label={words.thread} data-region="thread" data-tour="thread">
      <header>
        <h1 class="title-line">{words.thread}</h1>
        <span>{channel.directWith ? setting.bot.name : `# ${channel.name}`}</span>
        <button type="button" class="quiet" aria-label={words.close} title={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <MessageList messages={messages} sent={sent} isThread />
      <Composer channel={channel.id} thread={ts} name={words.thread} sent={() => setSent(sent + 1)} />
    </aside>
  );
}

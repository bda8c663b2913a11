import type { ShownMessage } from '../slack/control/read.js';
import type { Block } from '../slack/model.js';
import { Avatar } from './avatar.js';
import { BlockView } from './blocks/block.js';
import { FileCard } from './blocks/file.js';
import { Moment } from './blocks/moment.js';
import { Mrkdwn } from './blocks/mrkdwn.js';
import { Icon } from './icons.js';
import { MessageTools } from './message-tools.js';
import { ReplyBar } from './reply-bar.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

interface Props {
  message: ShownMessage;
  isThread: boolean;
  /** True when its author and time are clear from the message above. */
  isFollowUp?: boolean;
}

/** One message: who, when, what, and what can be done with it. */
export function MessageRow({ message, isThread, isFollowUp = false }: Props) {
  const words = useWords();
  const { ts } = message;
  const kinds = ['message', message.isEphemeral && 'ephemeral', isFollowUp && 'follow-up'].filter(Boolean);
  return (
    <article class={kinds.join(' ')} data-ts={ts} tabIndex={-1} aria-label={message.userName}>
      {message.isEphemeral && (
        <small class="only-you">
          <Icon name="eye" /> {words.onlyYou}
        </small>
      )}
      {message.isBroadcast && <Broadcast message={message} isThread={isThread} />}
      <div class="margin">
        {isFollowUp ? <Clock ts={ts} /> : <Avatar id={message.user} name={message.userName} isBot={message.isBot} />}
      </div>
      <div class="body">
        {!isFollowUp && (
          <header>
            <strong>{message.userName}</strong>
            {message.isBot && <span class="badge">{words.app}</span>}
            <Clock ts={ts} />
          </header>
        )}
        <Content message={message} />
        {!isThread && message.replyCount > 0 && <ReplyBar message={message} />}
      </div>
      {!message.isEphemeral && <MessageTools message={message} isThread={isThread} />}
    </article>
  );
}

function Clock({ ts }: { ts: string }) {
  return (
    <span class="when">
      <Moment timestamp={Number(ts)} format="{time}" />
    </span>
  );
}

function Content({ message }: { message: ShownMessage }) {
  const words = useWords();
  const { act } = useStage();
  const { ts, channel, blocks, text, files, edits, isBot } = message;
  const run = (name: string, body: Record<string, unknown>) => act(name, { ...body, channel, message: ts });
  return (
    <>
      {blocks.length === 0 && text !== '' && (
        <div class="text">
          <Mrkdwn text={text} />
          {edits > 0 && !isBot && <small> {words.edited}</small>}
        </div>
      )}
      {(blocks as Block[]).map((block) => (
        <BlockView key={block.block_id} block={block} surface={{ run, values: message.values }} />
      ))}
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </>
  );
}

// A reply that was sent to the channel as well says so in both places.
function Broadcast({ message: { threadTs, ts }, isThread }: { message: ShownMessage; isThread: boolean }) {
  const words = useWords();
  const { openThread } = useStage();
  return (
    <small class="broadcast">
      <Icon name="message" />
      {isThread ? (
        words.broadcastHere
      ) : (
        <button type="button" class="link" onClick={() => openThread(threadTs ?? ts)}>
          {words.broadcast}
        </button>
      )}
    </small>
  );
}

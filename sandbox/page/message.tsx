import type { ShownMessage } from '../slack/control/read.js';
import type { Block } from '../slack/model.js';
import { Avatar } from './avatar.js';
import { BlockView } from './blocks/block.js';
import { FileCard } from './blocks/file.js';
import { Mrkdwn } from './blocks/mrkdwn.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

/** One message: who, when, what, and what can be done with it. */
export function MessageRow({ message, isThread }: { message: ShownMessage; isThread: boolean }) {
  const words = useWords();
  const { act, openThread } = useStage();
  const { ts, channel, blocks, text } = message;
  const run = (name: string, body: Record<string, unknown>) => act(name, { ...body, channel, message: ts });
  return (
    <article class={message.isEphemeral ? 'message ephemeral' : 'message'} data-ts={ts}>
      <Avatar id={message.user} name={message.userName} isBot={message.isBot} />
      <div class="body">
        <header>
          <strong>{message.userName}</strong>
          {message.isBot && <span class="badge">{words.app}</span>}
          <time class="when">{clock(ts)}</time>
          {message.edits > 0 && <small>{words.edited}</small>}
          {message.isEphemeral && <small class="only-you">{words.onlyYou}</small>}
        </header>
        {message.isBroadcast && <Broadcast message={message} isThread={isThread} />}
        {blocks.length === 0 && text !== '' && (
          <p class="text">
            <Mrkdwn text={text} />
          </p>
        )}
        {(blocks as Block[]).map((block) => (
          <BlockView key={block.block_id} block={block} surface={{ run, values: message.values }} />
        ))}
        {message.files.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
        {!isThread && message.replyCount > 0 && (
          <button type="button" class="link" onClick={() => openThread(ts)}>
            {words.replies(message.replyCount)}
          </button>
        )}
      </div>
      {!message.isEphemeral && <Tools message={message} isThread={isThread} />}
    </article>
  );
}

// A reply that was sent to the channel as well says so in both places.
function Broadcast({ message: { threadTs, ts }, isThread }: { message: ShownMessage; isThread: boolean }) {
  const words = useWords();
  const { openThread } = useStage();
  return (
    <small class="broadcast">
      <span aria-hidden="true">↳ </span>
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

function Tools({ message, isThread }: { message: ShownMessage; isThread: boolean }) {
  const words = useWords();
  const { act, openThread, setting } = useStage();
  const { ts, channel } = message;
  return (
    <div class="tools">
      {!isThread && (
        <button type="button" class="quiet" onClick={() => openThread(message.threadTs ?? ts)}>
          {words.replyIn}
        </button>
      )}
      {setting.shortcuts.map(({ callback, name }) => (
        <button
          key={callback}
          type="button"
          class="quiet"
          onClick={() => act('shortcut', { channel, message: ts, callback })}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function clock(ts: string): string {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

import { Fragment } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import { formatDate } from './blocks/dates.js';
import { MessageRow } from './message.js';
import { useReader } from './reader.js';
import { useWords } from './words.js';

interface Props {
  messages: ShownMessage[];
  /** How often the reader has sent something from here; each time the end comes into sight. */
  sent: number;
  isThread?: boolean;
}

/** Messages that keep the newest in sight while they grow; whoever scrolled up stays and is told of new ones. */
export function MessageList({ messages, sent, isThread = false }: Props) {
  const words = useWords();
  const { list, remember, goToEnd, hasNew } = useEnd(messages, sent);
  return (
    <div class="scroller">
      <div class="messages" ref={list} onScroll={remember} onKeyDown={goAlong} role="log" aria-live="polite">
        <Rows messages={messages} isThread={isThread} />
      </div>
      {hasNew && (
        <button type="button" class="button primary new-messages" onClick={goToEnd}>
          {words.newMessages}
        </button>
      )}
    </div>
  );
}

function Rows({ messages, isThread }: { messages: ShownMessage[]; isThread: boolean }) {
  const words = useWords();
  const reader = useReader();
  const dayOf = ({ ts }: ShownMessage) => formatDate(Number(ts), '{date_num}', reader, 0);
  return (
    <>
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const isNewDay = !isThread && (!before || dayOf(before) !== dayOf(message));
        return (
          <Fragment key={message.ts}>
            {isNewDay && <Day ts={message.ts} />}
            <MessageRow message={message} isThread={isThread} isFollowUp={!isNewDay && follows(before, message)} />
            {isThread && index === 0 && messages.length > 1 && (
              <p class="reply-count">{words.replies(messages.length - 1)}</p>
            )}
          </Fragment>
        );
      })}
    </>
  );
}

function Day({ ts }: { ts: string }) {
  const reader = useReader();
  return (
    <h2 class="day">
      <span>{formatDate(Number(ts), '{day_divider_pretty}', reader, Date.now())}</span>
    </h2>
  );
}

// Slack shows an author's name once for what they write within five minutes.
function follows(before: ShownMessage | undefined, message: ShownMessage): boolean {
  if (!before || before.user !== message.user || before.isEphemeral || message.isEphemeral) return false;
  if (before.isBroadcast || message.isBroadcast || before.replyCount > 0) return false;
  return Number(message.ts) - Number(before.ts) < 300;
}

// Arrow keys go from message to message, as in Slack.
function goAlong(event: KeyboardEvent): void {
  const row = event.target as HTMLElement;
  if (!row.matches('.message') || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>('.message') ?? [])];
  rows[rows.indexOf(row) + (event.key === 'ArrowUp' ? -1 : 1)]?.focus();
  event.preventDefault();
}

/** Keeps the end in sight, or remembers that something came while the reader was further up. */
function useEnd(messages: ShownMessage[], sent: number) {
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const newest = useRef('');
  const [hasNew, setHasNew] = useState(false);
  const goToEnd = () => {
    isAtEnd.current = true;
    setHasNew(false);
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(goToEnd, [sent]);
  // After every rendering, as an edited message may have grown; before the browser lays out and scrolls by itself.
  useLayoutEffect(() => {
    const last = messages.at(-1)?.ts ?? '';
    if (isAtEnd.current) goToEnd();
    else if (last > newest.current) setHasNew(true);
    newest.current = last;
  });
  const remember = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = list.current ?? {};
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40;
    if (isAtEnd.current) setHasNew(false);
  };
  return { list, remember, goToEnd, hasNew };
}

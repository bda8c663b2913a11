import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import { MessageRow } from './message.js';
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
  return (
    <div class="scroller">
      <div class="messages" ref={list} onScroll={remember} role="log" aria-live="polite">
        {messages.map((message) => (
          <MessageRow key={message.ts} message={message} isThread={isThread} />
        ))}
      </div>
      {hasNew && (
        <button type="button" class="button primary new-messages" onClick={goToEnd}>
          {words.newMessages}
        </button>
      )}
    </div>
  );
}

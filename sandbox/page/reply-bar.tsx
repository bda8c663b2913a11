import type { ShownMessage } from '../slack/control/read.js';
import { repliesOf, useReadState } from './activity.js';
import { Avatar } from './avatar.js';
import { formatDate } from './blocks/dates.js';
import { useReader } from './reader.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

/** Who replied, how often and when last; it opens the thread. */
export function ReplyBar({ message }: { message: ShownMessage }) {
  const words = useWords();
  const reader = useReader();
  const { openThread, setting } = useStage();
  const replies = repliesOf(useReadState(), message);
  const nameOf = (id: string) => setting.people.find((person) => person.id === id)?.realName ?? setting.bot.name;
  const format = '{date_short_pretty} {time}';
  return (
    <button type="button" class="reply-bar" onClick={() => openThread(message.ts)}>
      {replies?.people.slice(0, 5).map((id) => (
        <Avatar key={id} id={id} name={nameOf(id)} isBot={id === setting.bot.userId} />
      ))}
      <strong>{words.replies(message.replyCount)}</strong>
      {replies?.isUnread && (
        <span class="fresh">
          <span class="unseen">{words.unreadReplies}</span>
        </span>
      )}
      {replies && <small>{words.lastReply(formatDate(Number(replies.lastTs), format, reader, Date.now()))}</small>}
    </button>
  );
}

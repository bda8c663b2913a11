import { useContext } from 'preact/hooks';
import type { ShownMessage } from '../slack/control/read.js';
import { repliesOf, useReadState } from './activity.js';
import { Icon } from './icons.js';
import { Menu } from './menu.js';
import { ToastContext } from './toast.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

/** What appears over a message while somebody points at it or is in it with the keyboard. */
export function MessageTools({ message, isThread }: { message: ShownMessage; isThread: boolean }) {
  const words = useWords();
  const say = useContext(ToastContext);
  const { act, openThread, setting } = useStage();
  const { ts, channel } = message;
  const thread = message.threadTs ?? ts;
  const copyLink = async () => {
    const address = `${location.origin}/#${new URLSearchParams({ channel, thread })}`;
    await navigator.clipboard.writeText(address);
    say(words.copied);
  };
  const reading = useReadState();
  const replies = repliesOf(reading, { channel, ts: thread });
  const following = replies && {
    name: replies.isFollowed ? words.unfollow : words.follow,
    choose: () => reading.follow({ channel, ts: thread }, !replies.isFollowed),
  };
  const shortcuts = setting.shortcuts.map(({ callback, name }) => ({
    name,
    choose: () => void act('shortcut', { channel, message: ts, callback }),
  }));
  const entries = [...(following ? [following] : []), ...shortcuts];
  return (
    <div class="tools">
      {!isThread && (
        <button
          type="button"
          class="tool"
          title={words.replyIn}
          aria-label={words.replyIn}
          onClick={() => openThread(thread)}
        >
          <Icon name="message" />
        </button>
      )}
      <button type="button" class="tool" title={words.copyLink} aria-label={words.copyLink} onClick={copyLink}>
        <Icon name="link" />
      </button>
      {entries.length > 0 && <Menu label={words.moreActions} kind="tool" entries={entries} />}
    </div>
  );
}

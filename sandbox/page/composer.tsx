import { useState } from 'preact/hooks';
import { useSay, useWords } from './words.js';
import { type Answer, useStage } from './workspace.js';

interface Props {
  channel: string;
  thread?: string;
  /** Told when something is sent. */
  sent: () => void;
}

/** Where a person types: a message, a slash command or a call for the bot. Enter sends, Shift+Enter breaks the line. */
export function Composer({ channel, thread, sent }: Props) {
  const words = useWords();
  const say = useSay();
  const { act, setting } = useStage();
  const [text, setText] = useState('');
  const hints = text.startsWith('/') && !thread ? setting.commands.filter(({ usage }) => isHint(usage, text)) : [];

  const send = async () => {
    const said = text.trim();
    if (!said) return;
    setText('');
    sent();
    const answer = await sendText(said);
    // A refused text comes back, so that nobody types it twice.
    if (!answer.ok && answer.message) setText((now) => now || said);
  };
  const sendText = (said: string): Promise<Answer> => {
    const where = thread ? { channel, thread } : { channel };
    const [first = '', ...rest] = said.split(' ');
    if (first.startsWith('/')) return act('slash', { ...where, command: first, text: rest.join(' ') });
    const isCall = said.toLowerCase().includes(`@${setting.bot.name.toLowerCase()}`);
    return act(isCall ? 'mention' : 'message', { ...where, text: said });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends an input method's composition belongs to the input method.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    }
    if (event.key === 'Tab' && hints[0] && text !== hints[0].usage) {
      event.preventDefault();
      setText(hints[0].usage);
    }
  };
  return (
    <div class="composer">
      {hints.length > 0 && (
        <ul class="hints">
          {hints.map(({ usage, summary }) => (
            <li key={usage}>
              <button type="button" onClick={() => setText(`${usage} `)}>
                <code>{usage}</code> <small>{say(summary)}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
      <textarea
        rows={2}
        value={text}
        aria-label={thread ? words.reply : words.compose}
        placeholder={thread ? words.reply : words.compose}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="button" class="button primary" disabled={!text.trim()} onClick={send}>
        {words.send}
      </button>
    </div>
  );
}

function isHint(usage: string, typed: string): boolean {
  return usage.startsWith(typed.trimEnd()) || typed.trim() === '/';
}

import { useRef, useState } from 'preact/hooks';
import { Icon } from './icons.js';
import { type ProposalKeys, ProposalList, useProposals } from './proposal-list.js';
import { useWords } from './words.js';
import { type Answer, type Stage, useStage } from './workspace.js';

interface Props {
  channel: string;
  /** Of the channel or the thread, as a person reads it. */
  name: string;
  thread?: string;
  /** Told when something is sent. */
  sent: () => void;
}

/** Where a person types: a message, a slash command or a call for the bot. Enter sends, Shift+Enter breaks the line. */
export function Composer({ channel, name, thread, sent }: Props) {
  const words = useWords();
  const stage = useStage();
  const [text, setText] = useDraft(`${stage.me.id}/${channel}/${thread ?? ''}`);
  const box = useRef<HTMLTextAreaElement>(null);
  const proposals = useProposals({ text, setText, box, isThread: thread !== undefined });
  const label = thread ? words.reply : words.compose(name);

  const send = async () => {
    const said = text.trim();
    if (!said) return;
    setText('');
    sent();
    const answer = await sendText(stage, thread ? { channel, thread } : { channel }, said);
    // A refused text comes back, so that nobody types it twice.
    if (!answer.ok && answer.message) setText((now) => now || said);
  };
  return (
    <div class="composer" data-tour={thread ? undefined : 'composer'}>
      <ProposalList proposals={proposals} />
      <textarea
        ref={box}
        rows={Math.min(8, Math.max(1, text.split('\n').length))}
        value={text}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={proposals.entries.length > 0 ? 'proposals' : undefined}
        aria-activedescendant={proposals.chosen < 0 ? undefined : `proposal-${proposals.chosen}`}
        placeholder={label}
        data-focus-first
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => onKey(event, proposals, send)}
      />
      <div class="composer-foot">
        <small>{thread && text.startsWith('/') ? words.noSlashInThread : words.sendKeys}</small>
        <button
          type="button"
          class="send"
          disabled={!text.trim()}
          aria-label={words.send}
          title={words.send}
          onClick={send}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}

function onKey(event: KeyboardEvent, proposals: ProposalKeys, send: () => void): void {
  // Keys that end an input method's composition belong to the input method.
  if (event.isComposing) return;
  if (proposals.take(event.key)) event.preventDefault();
  else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    send();
  }
}

async function sendText(stage: Stage, where: { channel: string; thread?: string }, said: string): Promise<Answer> {
  const { act, setting, channels } = stage;
  const [first = '', ...rest] = said.split(' ');
  if (first.startsWith('/')) return act('slash', { ...where, command: first, text: rest.join(' ') });
  const isCall = said.toLowerCase().includes(`@${setting.bot.name.toLowerCase()}`);
  const named = setting.people.reduce((text, { realName, id }) => text.replaceAll(`@${realName}`, `<@${id}>`), said);
  const linked = channels.reduce((text, { name, id }) => text.replaceAll(`#${name}`, `<#${id}>`), named);
  return act(isCall ? 'mention' : 'message', { ...where, text: linked });
}

/** What was typed here and not sent yet; it is still there when somebody comes back. */
function useDraft(place: string): [string, (next: string | ((now: string) => string)) => void] {
  const key = `draft:${place}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const keep = (next: string | ((now: string) => string)) =>
    setText((now) => {
      const kept = typeof next === 'string' ? next : next(now);
      sessionStorage.setItem(key, kept);
      return kept;
    });
  return [text, keep];
}

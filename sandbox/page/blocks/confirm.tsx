import { useRef } from 'preact/hooks';
import type { Json } from '../../slack/model.js';
import { TextObject } from './mrkdwn.js';

/** The question an element asks before it does anything, and how to ask it. Without one the answer is yes at once. */
export function useConfirm(confirm: Json | undefined) {
  const dialog = useRef<HTMLDialogElement>(null);
  const answer = useRef<(isYes: boolean) => void>(() => undefined);
  const ask = (): Promise<boolean> => {
    if (!confirm) return Promise.resolve(true);
    dialog.current?.showModal();
    return new Promise((resolve) => (answer.current = resolve));
  };
  const say = (isYes: boolean) => {
    dialog.current?.close();
    answer.current(isYes);
  };
  const question = confirm && (
    <dialog ref={dialog} class="confirm" onCancel={() => say(false)}>
      <h1 class="dialog-title">
        <TextObject object={confirm.title} />
      </h1>
      <div class="text">
        <TextObject object={confirm.text} />
      </div>
      <footer>
        <button type="button" class="button" onClick={() => say(false)}>
          <TextObject object={confirm.deny} />
        </button>
        <button type="button" class={`button ${String(confirm.style ?? 'primary')}`} onClick={() => say(true)}>
          <TextObject object={confirm.confirm} />
        </button>
      </footer>
    </dialog>
  );
  return { question, ask };
}

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownView } from '../slack/control/read.js';
import type { Block } from '../slack/model.js';
import { fieldsOf } from '../slack/values.js';
import { BlockView } from './blocks/block.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

/** The open modal. What is typed stays in the page until it is submitted. */
export function ModalDialog({ view }: { view: ShownView }) {
  const words = useWords();
  const { act } = useStage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState<Record<string, unknown>>({});
  const [isBusy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  const close = (event: Event) => {
    event.preventDefault();
    void act('close-modal', {});
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    // The app may have replaced fields since they were filled in.
    const keys = fieldsOf(view.blocks as Block[]).map(({ blockId, actionId }) => `${blockId}/${actionId}`);
    await act('submit', { values: Object.fromEntries(Object.entries(typed).filter(([key]) => keys.includes(key))) });
    setBusy(false);
  };
  const surface = {
    run: (name: string, body: Record<string, unknown>) => act(name, { ...body, view: view.id }),
    values: view.values,
    errors: view.errors,
    form: { typed, type: (key: string, value: unknown) => setTyped((old) => ({ ...old, [key]: value })) },
  };
  return (
    <dialog ref={dialog} class="modal" aria-label={view.title} onCancel={close}>
      <form onSubmit={submit} noValidate>
        <header>
          <h1 class="dialog-title">{view.title}</h1>
          <button type="button" class="quiet" aria-label={words.close} onClick={close}>
            ✕
          </button>
        </header>
        <div class="content">
          {(view.blocks as Block[]).map((block) => (
            <BlockView key={block.block_id} block={block} surface={surface} />
          ))}
        </div>
        <footer>
          <button type="button" class="button" onClick={close}>
            {view.close ?? words.cancel}
          </button>
          {view.submit && (
            <button type="submit" class="button primary" disabled={isBusy}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}

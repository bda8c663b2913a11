import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownView } from '../slack/control/read.js';
import { type FieldProblem, fieldProblems } from '../slack/field-problems.js';
import type { Block, StateValues } from '../slack/model.js';
import { fieldsOf } from '../slack/values.js';
import { BlockView } from './blocks/block.js';
import { stateOf } from './blocks/surface.js';
import { Icon } from './icons.js';
import { useWords } from './words.js';
import { useStage } from './workspace.js';

/** The open modal. What is typed stays in the page until it is submitted. */
export function ModalDialog({ view }: { view: ShownView }) {
  const words = useWords();
  const { act } = useStage();
  const dialog = useRef<HTMLDialogElement>(null);
  const { surface, isBusy, submit } = useForm(view, dialog);
  useEffect(() => {
    dialog.current?.showModal();
    firstField(dialog.current, view)?.focus();
  }, []);

  const close = (event: Event) => {
    event.preventDefault();
    void act('close-modal', {});
  };
  return (
    <dialog ref={dialog} class="modal" aria-label={view.title} onCancel={close}>
      <form onSubmit={submit} noValidate>
        <header>
          <h1 class="dialog-title">{view.title}</h1>
          <button type="button" class="quiet" aria-label={words.close} title={words.close} onClick={close}>
            <Icon name="close" />
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
            <button type="submit" class={isBusy ? 'button primary busy' : 'button primary'} disabled={isBusy}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}

/** What is typed and what is wrong with it. An error goes as soon as its field is changed. */
function useForm(view: ShownView, dialog: { current: HTMLDialogElement | null }) {
  const words = useWords();
  const { act } = useStage();
  const [typed, setTyped] = useState<Record<string, unknown>>({});
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({});
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [attempts, setAttempts] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const fields = fieldsOf(view.blocks as Block[]);
  useEffect(() => goToFirstError(dialog.current), [attempts, JSON.stringify(view.errors)]);

  const submit = async (event: Event) => {
    event.preventDefault();
    const found = fieldProblems(view.blocks as Block[], filledIn());
    setProblems(found);
    if (Object.keys(found).length === 0) {
      setBusy(true);
      // The app may have replaced fields since they were filled in.
      const keys = fields.map(({ blockId, actionId }) => `${blockId}/${actionId}`);
      await act('submit', { values: Object.fromEntries(Object.entries(typed).filter(([key]) => keys.includes(key))) });
      setBusy(false);
    }
    setChanged(new Set());
    setAttempts((before) => before + 1);
  };
  const filledIn = (): StateValues => {
    const values: StateValues = {};
    for (const { block, element, blockId, actionId } of fields) {
      const state = stateOf(block, element, surface);
      if (state) values[blockId] = { ...values[blockId], [actionId]: state };
    }
    return values;
  };
  const wordings = Object.entries(problems).map(([id, problem]) => [id, words.problem(problem)] as const);
  const errors = Object.entries({ ...view.errors, ...Object.fromEntries(wordings) });
  const surface = {
    run: (name: string, body: Record<string, unknown>) => act(name, { ...body, view: view.id, typed }),
    values: view.values,
    errors: Object.fromEntries(errors.filter(([id]) => !changed.has(id))),
    form: {
      typed,
      type(key: string, value: unknown, blockId: string) {
        setTyped((old) => ({ ...old, [key]: value }));
        setChanged((old) => new Set([...old, blockId]));
      },
    },
  };
  return { surface, isBusy, submit };
}

function goToFirstError(dialog: HTMLDialogElement | null): void {
  const wrong = dialog?.querySelector('.input.wrong');
  wrong?.scrollIntoView({ block: 'center' });
  wrong?.querySelector<HTMLElement>('input, textarea, select')?.focus({ preventScroll: true });
}

// The field the app wants to begin with, or the first there is.
function firstField(dialog: HTMLDialogElement | null, view: ShownView): HTMLElement | null | undefined {
  const wanted = fieldsOf(view.blocks as Block[]).find(({ element }) => element.focus_on_load === true);
  const id = wanted && CSS.escape(`${wanted.blockId}/${wanted.actionId}`);
  const fields = '.content input, .content textarea, .content select';
  return dialog?.querySelector<HTMLElement>(id ? `#${id}, [name="${id}"]` : fields);
}

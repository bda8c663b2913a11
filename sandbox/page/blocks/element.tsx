import { useRef } from 'preact/hooks';
import type { Block, Json } from '../../slack/model.js';
import { useWords } from '../words.js';
import { TextObject } from './mrkdwn.js';
import { Picker } from './picker.js';
import type { Surface } from './surface.js';

interface Props {
  block: Block;
  element: Json;
  surface: Surface;
}

/** Something to press or choose from, outside of an input block. */
export function Element({ block, element, surface }: Props) {
  const name = `${String(block.block_id)}/${String(element.action_id)}`;
  const choose = (option: unknown) => surface.run('select', { action: name, option });
  switch (element.type) {
    case 'button':
      return <Button element={element} press={(confirm) => surface.run('click', { action: name, ...confirm })} />;
    case 'overflow':
      return <Overflow element={element} press={(text) => surface.run('click', { action: name, text })} />;
    case 'image':
      return <img src={String(element.image_url)} alt={String(element.alt_text)} />;
    default:
      return (
        <Picker
          element={element}
          name={name}
          state={surface.values[String(block.block_id)]?.[String(element.action_id)]}
          choose={choose}
        />
      );
  }
}

function Button({ element, press }: { element: Json; press: (confirm: { confirm?: true }) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const confirm = element.confirm as Json | undefined;
  const label = element.accessibility_label as string | undefined;
  const onClick = () => (confirm ? dialog.current?.showModal() : press({}));
  const agree = () => {
    dialog.current?.close();
    press({ confirm: true });
  };
  return (
    <>
      <button type="button" class={`button ${String(element.style ?? '')}`} aria-label={label} onClick={onClick}>
        <TextObject object={element.text} />
      </button>
      {confirm && (
        <dialog ref={dialog} class="confirm">
          <h1 class="dialog-title confirm-title">
            <TextObject object={confirm.title} />
          </h1>
          <p class="confirm-text">
            <TextObject object={confirm.text} />
          </p>
          <footer>
            <button type="button" class="button" onClick={() => dialog.current?.close()}>
              <TextObject object={confirm.deny} />
            </button>
            <button type="button" class={`button ${String(confirm.style ?? 'primary')}`} onClick={agree}>
              <TextObject object={confirm.confirm} />
            </button>
          </footer>
        </dialog>
      )}
    </>
  );
}

function Overflow({ element, press }: { element: Json; press: (text: string) => void }) {
  const words = useWords();
  const options = element.options as { text: { text: string } }[];
  return (
    <select
      class="button"
      aria-label={words.choose}
      value=""
      onChange={(event) => {
        press(event.currentTarget.value);
        event.currentTarget.value = '';
      }}
    >
      <option value="" disabled>
        ⋯
      </option>
      {options.map(({ text }) => (
        <option key={text.text} value={text.text}>
          {text.text}
        </option>
      ))}
    </select>
  );
}

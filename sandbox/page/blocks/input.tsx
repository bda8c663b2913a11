import type { Block, Json } from '../../slack/model.js';
import { textOf } from '../../slack/values.js';
import { useWords } from '../words.js';
import { Picker } from './picker.js';
import { type Surface, stateOf } from './surface.js';

/** A labelled input of a modal (or, rarely, of a message). */
export function InputField({ block, surface }: { block: Block; surface: Surface }) {
  const words = useWords();
  const element = block.element as Json;
  const key = `${String(block.block_id)}/${String(element.action_id)}`;
  const error = surface.errors?.[String(block.block_id)];
  const isGroup = element.type === 'radio_buttons' || element.type === 'checkboxes';
  const set = (value: unknown) => {
    surface.form?.type(key, value, String(block.block_id));
    if (block.dispatch_action === true || !surface.form) void surface.run('select', { action: key, option: value });
  };
  const label = (
    <>
      {textOf(block.label)}
      {block.optional === true && <small class="optional">{words.optional}</small>}
    </>
  );
  const field = <Field id={key} element={element} state={stateOf(block, element, surface)} set={set} />;
  const notes = (
    <>
      {block.hint !== undefined && <small class="hint">{textOf(block.hint)}</small>}
      {error && (
        <small class="error" role="alert">
          {error}
        </small>
      )}
    </>
  );
  if (isGroup) {
    return (
      <fieldset class={error ? 'block input wrong' : 'block input'}>
        <legend>{label}</legend>
        {field}
        {notes}
      </fieldset>
    );
  }
  return (
    <div class={error ? 'block input wrong' : 'block input'}>
      <label for={key}>{label}</label>
      {field}
      {notes}
    </div>
  );
}

interface FieldProps {
  id: string;
  element: Json;
  state: Json | undefined;
  set: (value: unknown) => void;
}

function Field({ id, element, state, set }: FieldProps) {
  if (element.type !== 'plain_text_input')
    return <Picker id={id} element={element} name={id} state={state} choose={set} />;
  const shared = {
    id,
    value: String(state?.value ?? ''),
    placeholder: textOf(element.placeholder),
    maxLength: Number(element.max_length ?? 3000),
  };
  return element.multiline === true ? (
    <textarea rows={4} {...shared} onInput={(event) => set(event.currentTarget.value)} />
  ) : (
    <input type="text" {...shared} onInput={(event) => set(event.currentTarget.value)} />
  );
}

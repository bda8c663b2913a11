import { useState } from 'preact/hooks';
import type { Block, Json } from '../../slack/model.js';
import { Menu } from '../menu.js';
import { useWords } from '../words.js';
import { useConfirm } from './confirm.js';
import { TextObject } from './mrkdwn.js';
import { Picker } from './picker.js';
import { type Surface, stateOf } from './surface.js';

interface Props {
  block: Block;
  element: Json;
  surface: Surface;
}

/** Something to press or choose from, outside of an input block. While the app has not answered it waits. */
export function Element({ block, element, surface }: Props) {
  const [isBusy, setBusy] = useState(false);
  const { question, ask } = useConfirm(element.confirm as Json | undefined);
  if (element.type === 'image') return <img src={String(element.image_url)} alt={String(element.alt_text)} />;
  const action = `${String(block.block_id)}/${String(element.action_id)}`;
  const confirmed = element.confirm ? { confirm: true } : {};
  const run = async (name: string, body: Record<string, unknown>): Promise<boolean> => {
    if (!(await ask())) return false;
    setBusy(true);
    await surface.run(name, { action, ...body, ...confirmed }).finally(() => setBusy(false));
    return true;
  };
  return (
    <>
      <Kind block={block} element={element} surface={surface} name={action} isBusy={isBusy} run={run} />
      {question}
    </>
  );
}

interface KindProps extends Props {
  name: string;
  isBusy: boolean;
  run: (name: string, body: Record<string, unknown>) => Promise<boolean>;
}

function Kind({ block, element, surface, name, isBusy, run }: KindProps) {
  if (element.type === 'button') return <Button element={element} isBusy={isBusy} press={() => run('click', {})} />;
  if (element.type === 'overflow') return <Overflow element={element} press={(text) => run('click', { text })} />;
  return (
    <Picker
      element={element}
      name={name}
      isBusy={isBusy}
      state={stateOf(block, element, surface)}
      choose={(option) => run('select', { option })}
    />
  );
}

function Button({ element, isBusy, press }: { element: Json; isBusy: boolean; press: () => unknown }) {
  const shared = {
    class: `button ${String(element.style ?? '')}${isBusy ? ' busy' : ''}`,
    'aria-label': element.accessibility_label as string | undefined,
    // Not `disabled`, which would take the focus away from whoever pressed.
    'aria-disabled': isBusy,
    onClick: isBusy ? undefined : press,
  };
  const label = <TextObject object={element.text} />;
  if (element.url === undefined) {
    return (
      <button type="button" {...shared}>
        {label}
      </button>
    );
  }
  return (
    <a href={safeUrl(element.url)} target="_blank" rel="noreferrer" {...shared}>
      {label}
    </a>
  );
}

function Overflow({ element, press }: { element: Json; press: (text: string) => unknown }) {
  const words = useWords();
  const entries = (element.options as Json[]).map((option) => ({
    name: (option.text as { text: string }).text,
    choose: () => {
      void press((option.text as { text: string }).text);
      if (option.url !== undefined) window.open(safeUrl(option.url), '_blank', 'noreferrer');
    },
  }));
  return <Menu label={words.moreActions} kind="button" entries={entries} />;
}

// Only the web is opened.
function safeUrl(url: unknown): string {
  return /^https?:/.test(String(url)) ? String(url) : 'about:blank';
}

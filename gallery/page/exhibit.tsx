import { BlockView } from '../../sandbox/page/blocks/block.js';
import { Markdown } from '../../sandbox/page/blocks/markdown.js';
import type { Block } from '../../sandbox/slack/model.js';
import { initialValues } from '../../sandbox/slack/values.js';
import type { Language } from '../../src/domain/text.js';
import type { Where } from '../entry.js';
import { blocksOf, buttonsOf, type Exhibit } from '../shown.js';
import { Reader } from './reader.js';

const PLACES: Readonly<Record<Where, string>> = {
  channel: 'channel',
  thread: 'thread of the card',
  'thread-and-channel': 'thread of the card, also in the channel',
  incident: 'incident thread',
  'only-you': 'only you',
  dialog: 'dialog',
  home: 'App Home',
  file: 'file in the thread',
};

/** One thing in both languages, with what a person is told about it and what it weighs. */
export function ExhibitView({ exhibit }: { exhibit: Exhibit }) {
  const { name, when, where } = exhibit.entry;
  return (
    <section class="exhibit">
      <h3>
        {name} <small>{when}</small> <span class="place">{PLACES[where]}</span>
      </h3>
      <div class="pair">
        <Side exhibit={exhibit} language="zh-CN" />
        <Side exhibit={exhibit} language="en" />
      </div>
    </section>
  );
}

function Side({ exhibit: { shown }, language }: { exhibit: Exhibit; language: Language }) {
  const one = shown[language];
  const weight = one.kind === 'file' ? one.content.length : JSON.stringify(blocksOf(one)).length;
  const parts = one.kind === 'file' ? '' : ` · ${blocksOf(one).length} blocks`;
  return (
    <div class="side" lang={language}>
      <Reader language={language}>
        <div class={`frame frame-${one.kind}`}>
          <Content exhibit={{ shown }} language={language} />
        </div>
      </Reader>
      <ul class="told">
        {one.kind === 'message' && <li title="what a notification and a screen reader say">🔔 {one.message.text}</li>}
        {buttonsOf(one).map(({ button, spoken, asks }) => (
          <li key={`${button}${spoken}`}>
            [{button}]{spoken && ` 🔊 ${spoken}`}
            {asks && ` ❔ ${asks}`}
          </li>
        ))}
        <li class="weight">
          {weight} characters{parts}
        </li>
      </ul>
    </div>
  );
}

function Content({ exhibit: { shown }, language }: { exhibit: Pick<Exhibit, 'shown'>; language: Language }) {
  const one = shown[language];
  if (one.kind === 'file') {
    return (
      <>
        <p class="file-line">
          <strong>{one.title}</strong> <small>{one.name}</small>
        </p>
        <Markdown text={one.content} />
      </>
    );
  }
  const blocks = blocksOf(one).map((block, index) => ({ block_id: `b${index}`, ...block })) as unknown as Block[];
  const surface = {
    run: async () => ({ ok: true }),
    values: initialValues(blocks),
    ...(one.kind === 'dialog' && one.errors ? { errors: { ...one.errors } } : {}),
  };
  const body = blocks.map((block) => <BlockView key={block.block_id} block={block} surface={surface} />);
  if (one.kind !== 'dialog') return <>{body}</>;
  return (
    <>
      <p class="dialog-title">{one.dialog.title}</p>
      {body}
      <p class="dialog-foot">
        <span class="button">{one.dialog.close}</span>
        {one.dialog.submit && <span class="button primary">{one.dialog.submit}</span>}
      </p>
    </>
  );
}

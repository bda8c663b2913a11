import type { ComponentChildren } from 'preact';
import type { Block, Json } from '../../slack/model.js';
import { emojiOf } from './emoji.js';
import { Moment } from './moment.js';
import { ChannelName, GroupName, Link, Mention } from './mrkdwn.js';

/** A rich_text block: the only place where foreign output is shown, and it is never interpreted. */
export function RichText({ block }: { block: Block }) {
  return (
    <div class="block rich">
      {(block.elements as Json[]).map((part, index) => (
        // Parts have no identity of their own; their order is their identity.
        <Part key={`${index}-${String(part.type)}`} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: Json }) {
  const elements = (part.elements as Json[] | undefined) ?? [];
  if (part.type === 'rich_text_list') return <List part={part} items={elements} />;
  const words = <Inline elements={elements} />;
  if (part.type === 'rich_text_preformatted') return <pre>{words}</pre>;
  if (part.type === 'rich_text_quote') return <blockquote>{words}</blockquote>;
  return <p class="text">{words}</p>;
}

function List({ part, items }: { part: Json; items: Json[] }) {
  const entries = items.map((item, index) => (
    <li key={`${index}`}>
      <Inline elements={(item.elements as Json[] | undefined) ?? []} />
    </li>
  ));
  const style = { marginInlineStart: `${Number(part.indent ?? 0) * 1.5}em` };
  if (part.style !== 'ordered') return <ul style={style}>{entries}</ul>;
  return (
    <ol style={style} start={Number(part.offset ?? 0) + 1}>
      {entries}
    </ol>
  );
}

function Inline({ elements }: { elements: Json[] }) {
  return (
    <>
      {elements.map((element, index) => (
        <Styled key={`${index}`} style={(element.style ?? {}) as Record<string, boolean>}>
          <Word element={element} />
        </Styled>
      ))}
    </>
  );
}

function Styled({ style, children }: { style: Record<string, boolean>; children: ComponentChildren }) {
  let styled = children;
  if (style.code) styled = <code>{styled}</code>;
  if (style.bold) styled = <b>{styled}</b>;
  if (style.italic) styled = <i>{styled}</i>;
  if (style.strike) styled = <s>{styled}</s>;
  if (style.underline) styled = <u>{styled}</u>;
  if (style.highlight || style.client_highlight) styled = <mark>{styled}</mark>;
  return <>{styled}</>;
}

function Word({ element }: { element: Json }) {
  switch (element.type) {
    case 'user':
      return <Mention id={String(element.user_id)} />;
    case 'channel':
      return <ChannelName id={String(element.channel_id)} />;
    case 'usergroup':
      return <GroupName id={String(element.usergroup_id)} />;
    case 'broadcast':
      return <span class="mention me">@{String(element.range)}</span>;
    case 'emoji':
      return <>{emojiOf(String(element.name), element.unicode as string | undefined)}</>;
    case 'date':
      return <DateWord element={element} />;
    case 'link':
      return <Link url={String(element.url)}>{String(element.text ?? element.url)}</Link>;
    case 'color':
      return <Colour value={String(element.value)} />;
    default:
      return <>{String(element.text ?? '')}</>;
  }
}

function DateWord({ element: { timestamp, format, fallback, url } }: { element: Json }) {
  const moment = (
    <Moment timestamp={Number(timestamp)} format={String(format)} fallback={fallback as string | undefined} />
  );
  return url === undefined ? moment : <Link url={String(url)}>{moment}</Link>;
}

function Colour({ value }: { value: string }) {
  return (
    <span class="colour">
      {/^#[0-9a-f]{3,8}$/i.test(value) && <span class="swatch" style={{ background: value }} />}
      {value}
    </span>
  );
}

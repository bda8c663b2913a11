import type { ComponentChildren } from 'preact';
import type { Json } from '../../slack/model.js';
import { useStage } from '../workspace.js';
import { formatDate } from './dates.js';
import { withEmoji } from './emoji.js';

/** A plain_text or mrkdwn object. */
export function TextObject({ object }: { object: unknown }) {
  const { type, text, emoji } = object as Json;
  if (type === 'mrkdwn') return <Mrkdwn text={String(text)} />;
  return <>{emoji === false ? String(text) : withEmoji(String(text))}</>;
}

const token =
  /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w])\*([^*\n]+)\*(?![\w])|(?<![\w])_([^_\n]+)_(?![\w])|(?<![\w])~([^~\n]+)~(?![\w])/g;

/** Slack's own markup: bold, italic, strike, code, links, mentions and dates. */
export function Mrkdwn({ text }: { text: string }) {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    parts.push(unescaped(text.slice(end, match.index)), <Token match={match} />);
    end = match.index + match[0].length;
  }
  return (
    <>
      {parts}
      {unescaped(text.slice(end))}
    </>
  );
}

function Token({ match: [all, pre, code, angle, bold, italic, strike] }: { match: RegExpMatchArray }) {
  if (pre !== undefined) return <pre>{literal(pre)}</pre>;
  if (code !== undefined) return <code>{literal(code)}</code>;
  if (angle !== undefined) return <Angle inner={angle} />;
  if (bold !== undefined) return <b>{<Mrkdwn text={bold} />}</b>;
  if (italic !== undefined) return <i>{<Mrkdwn text={italic} />}</i>;
  if (strike !== undefined) return <s>{<Mrkdwn text={strike} />}</s>;
  return <>{all}</>;
}

// <@U…>, <#C…>, <!here>, <!date^…>, <!subteam^…> or <https://…|words>.
function Angle({ inner }: { inner: string }) {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) return <Mention id={target.slice(1)} />;
  if (target.startsWith('#')) return <ChannelName id={target.slice(1)} />;
  if (target.startsWith('!date^')) {
    const [, timestamp, format = ''] = target.split('^');
    return <time title={label}>{formatDate(Number(timestamp), format)}</time>;
  }
  if (target.startsWith('!')) return <span class="mention">@{label ?? target.slice(1)}</span>;
  return <Link url={target} text={label ?? target} />;
}

/** A person's name as a mention. */
export function Mention({ id }: { id: string }) {
  const { setting, me } = useStage();
  const person = setting.people.find((each) => each.id === id);
  const name = id === setting.bot.userId ? setting.bot.name : (person?.realName ?? id);
  return <span class={id === me.id ? 'mention me' : 'mention'}>@{name}</span>;
}

export function ChannelName({ id }: { id: string }) {
  const { channels } = useStage();
  return <span class="mention">#{channels.find((each) => each.id === id)?.name ?? id}</span>;
}

/** A link, but only to the web. */
export function Link({ url, text }: { url: string; text: string }) {
  if (!/^(https?:|mailto:)/.test(url)) return <>{text}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {literal(text)}
    </a>
  );
}

function unescaped(text: string): string {
  return withEmoji(literal(text));
}

function literal(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

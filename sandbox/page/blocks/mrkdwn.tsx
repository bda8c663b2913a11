import type { ComponentChildren } from 'preact';
import type { Json } from '../../slack/model.js';
import { useStage } from '../workspace.js';
import { withEmoji } from './emoji.js';
import { Moment } from './moment.js';

/** A plain_text or mrkdwn object. */
export function TextObject({ object }: { object: unknown }) {
  const { type, text, emoji } = object as Json;
  if (type === 'mrkdwn') return <Mrkdwn text={String(text)} />;
  return <>{emoji === false ? String(text) : withEmoji(String(text))}</>;
}

const token =
  /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w])\*([^*\n]+)\*(?![\w])|(?<![\w])_([^_\n]+)_(?![\w])|(?<![\w])~([^~\n]+)~(?![\w])/g;

const quote = /(?:^(?:>|&gt;) ?.*(?:\n|$))+/gm;

/** Slack's own markup: quotes, bold, italic, strike, code, links, mentions and dates. */
export function Mrkdwn({ text }: { text: string }) {
  return (
    <>
      {drawMatches(
        text,
        quote,
        ([lines]) => (
          <Quote lines={lines} />
        ),
        (between) => (
          <Spans text={between} />
        ),
      )}
    </>
  );
}

function Quote({ lines }: { lines: string }) {
  return (
    <blockquote>
      <Spans text={lines.trimEnd().replaceAll(/^(?:>|&gt;) ?/gm, '')} />
    </blockquote>
  );
}

function Spans({ text }: { text: string }) {
  return (
    <>
      {drawMatches(
        text,
        token,
        (match) => (
          <Token match={match} />
        ),
        unescaped,
      )}
    </>
  );
}

// Every match drawn one way, and what stands between them another.
function drawMatches(
  text: string,
  pattern: RegExp,
  drawMatch: (match: RegExpMatchArray) => ComponentChildren,
  drawBetween: (between: string) => ComponentChildren,
): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(drawBetween(text.slice(end, match.index)), drawMatch(match));
    end = match.index + match[0].length;
  }
  return [...parts, drawBetween(text.slice(end))];
}

function Token({ match: [all, pre, code, angle, bold, italic, strike] }: { match: RegExpMatchArray }) {
  if (pre !== undefined) return <pre>{literal(pre)}</pre>;
  if (code !== undefined) return <code>{literal(code)}</code>;
  if (angle !== undefined) return <Angle inner={angle} />;
  if (bold !== undefined) return <b>{<Spans text={bold} />}</b>;
  if (italic !== undefined) return <i>{<Spans text={italic} />}</i>;
  if (strike !== undefined) return <s>{<Spans text={strike} />}</s>;
  return <>{all}</>;
}

// <@U…>, <#C…>, <!here>, <!date^…>, <!subteam^…> or <https://…|words>.
function Angle({ inner }: { inner: string }) {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) return <Mention id={target.slice(1)} />;
  if (target.startsWith('#')) return <ChannelName id={target.slice(1)} />;
  if (target.startsWith('!date^')) {
    const [, timestamp, format = '', url] = target.split('^');
    const moment = <Moment timestamp={Number(timestamp)} format={format} fallback={label} />;
    return url ? <Link url={url}>{moment}</Link> : moment;
  }
  if (target.startsWith('!subteam^')) return <GroupName id={target.slice('!subteam^'.length)} label={label} />;
  if (target.startsWith('!')) return <span class="mention me">@{target.slice(1)}</span>;
  return <Link url={target}>{literal(label ?? target)}</Link>;
}

/** A person's name as a mention. */
export function Mention({ id }: { id: string }) {
  const { setting, me } = useStage();
  const person = setting.people.find((each) => each.id === id);
  const name = id === setting.bot.userId ? setting.bot.name : (person?.realName ?? id);
  return <span class={id === me.id ? 'mention me' : 'mention'}>@{name}</span>;
}

export function ChannelName({ id }: { id: string }) {
  const { channels, me } = useStage();
  const channel = channels.find((each) => each.id === id);
  if (!channel?.members.includes(me.id)) return <span class="mention">#{channel?.name ?? id}</span>;
  return (
    <a class="mention" href={addressOf({ as: me.id, channel: id, thread: '' })}>
      #{channel.name}
    </a>
  );
}

/** A user group's handle as a mention. */
export function GroupName({ id, label }: { id: string; label?: string | undefined }) {
  const { setting, me } = useStage();
  const group = setting.userGroups.find((each) => each.id === id);
  const handle = group ? `@${group.handle}` : (label ?? `@${id}`);
  return <span class={group?.users.includes(me.id) ? 'mention me' : 'mention'}>{handle}</span>;
}

/** A link, but only to the web. Slack's links to messages of this workspace stay in the page. */
export function Link({ url, children }: { url: string; children: ComponentChildren }) {
  const { setting, me } = useStage();
  const place = placeOf(url, setting.team.domain);
  if (place) return <a href={addressOf({ as: me.id, ...place })}>{children}</a>;
  if (!/^(https?:|mailto:)/.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function addressOf(place: { as: string; channel: string; thread: string }): string {
  return `#${new URLSearchParams(place)}`;
}

// https://team.slack.com/archives/C…/p1795192942303000?thread_ts=1795192942.303000
function placeOf(url: string, domain: string): { channel: string; thread: string } | undefined {
  const found = new RegExp(
    `^https://${domain}\\.slack\\.com/archives/(\\w+)/p(\\d{10})(\\d+)(?:\\?thread_ts=([\\d.]+))?`,
  ).exec(url);
  if (!found) return undefined;
  const [, channel = '', seconds, rest, parent] = found;
  return { channel, thread: parent ?? `${seconds}.${rest}` };
}

function unescaped(text: string): string {
  return withEmoji(literal(text));
}

function literal(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

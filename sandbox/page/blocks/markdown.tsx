import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { Link } from './mrkdwn.js';

/** Standard Markdown as Slack draws it. The text is untrusted: HTML in it is shown as it is written. */
export function Markdown({ text }: { text: string }) {
  return <div class="block markdown">{draw(lexer(text, { gfm: true }))}</div>;
}

function draw(tokens: readonly Token[] | undefined): ComponentChildren {
  // Tokens have no identity of their own; their order is their identity.
  return (tokens ?? []).map((token, index) => <Chunk key={`${index}`} token={token as MarkedToken} />);
}

function Chunk({ token }: { token: MarkedToken }) {
  switch (token.type) {
    case 'heading':
      return <Heading token={token} />;
    case 'paragraph':
      return <p>{draw(token.tokens)}</p>;
    case 'code':
      return <pre>{token.text}</pre>;
    case 'table':
      return <Table table={token} />;
    case 'list':
      return <List list={token} />;
    case 'blockquote':
      return <blockquote>{draw(token.tokens)}</blockquote>;
    case 'hr':
      return <hr />;
    default:
      return <Words token={token} />;
  }
}

function Words({ token }: { token: MarkedToken }) {
  switch (token.type) {
    case 'strong':
      return <b>{draw(token.tokens)}</b>;
    case 'em':
      return <i>{draw(token.tokens)}</i>;
    case 'del':
      return <s>{draw(token.tokens)}</s>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'link':
      return <Link url={token.href}>{draw(token.tokens)}</Link>;
    case 'image':
      return <Link url={token.href}>{token.text || token.href}</Link>;
    case 'br':
      return <br />;
    case 'space':
    case 'def':
    case 'checkbox':
      return null;
    default:
      return <Rest token={token} />;
  }
}

// Text, escapes and HTML.
function Rest({ token }: { token: MarkedToken }) {
  if ('tokens' in token && token.tokens) return <>{draw(token.tokens)}</>;
  return <>{'text' in token ? token.text : token.raw}</>;
}

// Slack shows all headings alike; the page keeps three sizes for records.
function Heading({ token: { depth, tokens } }: { token: Tokens.Heading }) {
  const words = draw(tokens);
  if (depth === 1) return <h3>{words}</h3>;
  return depth === 2 ? <h4>{words}</h4> : <h5>{words}</h5>;
}

function List({ list }: { list: Tokens.List }) {
  const items = list.items.map((item, index) => (
    <li key={`${index}`} class={item.task ? 'ticked' : undefined}>
      {item.task && (item.checked ? '☑ ' : '☐ ')}
      {draw(item.tokens)}
    </li>
  ));
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table: { header, rows } }: { table: Tokens.Table }) {
  const align = (cell: Tokens.TableCell) => ({ textAlign: cell.align ?? ('left' as const) });
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell, column) => (
            <th key={`${column}`} scope="col" style={align(cell)}>
              {draw(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={`${index}`}>
            {row.map((cell, column) => (
              <td key={`${column}`} style={align(cell)}>
                {draw(cell.tokens)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { ComponentChildren } from 'preact';
import { Link } from './mrkdwn.js';

/** Standard Markdown as far as records need it: headings, lists, check lists, tables, quotes, code, emphasis. */
export function Markdown({ text }: { text: string }) {
  return <div class="block markdown">{chunksOf(text).map(drawChunk)}</div>;
}

interface Chunk {
  kind: 'heading' | 'code' | 'table' | 'list' | 'quote' | 'rule' | 'words';
  lines: string[];
}

const kinds: [Chunk['kind'], RegExp][] = [
  ['heading', /^#{1,6} /],
  ['rule', /^(-{3,}|\*{3,})\s*$/],
  ['table', /^\s*\|/],
  ['list', /^\s*([-*+]|\d+\.) /],
  ['quote', /^>/],
];

// A fence runs to its end; outside of fences, consecutive lines of one kind belong together.
function chunksOf(text: string): Chunk[] {
  return text.split(/^```.*$/m).flatMap((part, index) => {
    if (index % 2 === 1) return [{ kind: 'code' as const, lines: part.replace(/^\n|\n$/g, '').split('\n') }];
    return part
      .split('\n')
      .reduce<Chunk[]>(addLine, [])
      .filter(({ lines }) => lines.length > 0);
  });
}

function addLine(chunks: Chunk[], line: string): Chunk[] {
  // An empty line ends a chunk by opening an empty one.
  if (line.trim() === '') return [...chunks, { kind: 'words', lines: [] }];
  const kind = kinds.find(([, pattern]) => pattern.test(line))?.[0] ?? 'words';
  const last = chunks.at(-1);
  if (last?.kind === kind && kind !== 'heading') last.lines.push(line);
  else chunks.push({ kind, lines: [line] });
  return chunks;
}

function drawChunk({ kind, lines }: Chunk, index: number) {
  const key = `${index}`;
  switch (kind) {
    case 'heading':
      return <Heading key={key} line={lines[0] ?? ''} />;
    case 'rule':
      return <hr key={key} />;
    case 'code':
      return <pre key={key}>{lines.join('\n')}</pre>;
    case 'table':
      return <Table key={key} lines={lines} />;
    case 'list':
      return (
        <ul key={key}>
          {lines.map((line, at) => (
            <li key={`${at}`}>{inline(line.replace(/^\s*([-*+]|\d+\.) /, '').replace(/^\[( |x)\] /i, check))}</li>
          ))}
        </ul>
      );
    case 'quote':
      return <blockquote key={key}>{inline(lines.map((line) => line.replace(/^> ?/, '')).join('\n'))}</blockquote>;
    default:
      return <p key={key}>{inline(lines.join('\n'))}</p>;
  }
}

function check(_all: string, mark: string): string {
  return mark === ' ' ? '☐ ' : '☑ ';
}

function Heading({ line }: { line: string }) {
  const level = line.indexOf(' ');
  const words = inline(line.slice(level + 1));
  return level <= 1 ? <h3>{words}</h3> : level === 2 ? <h4>{words}</h4> : <h5>{words}</h5>;
}

function Table({ lines }: { lines: string[] }) {
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
  const [head = [], ...body] = lines.filter((line) => !/^\s*\|[\s:|-]+\|\s*$/.test(line)).map(cells);
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, column) => (
            <th key={`${column}`}>{inline(cell)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map((row, index) => (
          <tr key={`${index}`}>
            {row.map((cell, column) => (
              <td key={`${column}`}>{inline(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const token = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [all, code, bold, label, url] = match;
    parts.push(text.slice(end, match.index));
    if (code) parts.push(<code>{code}</code>);
    else if (bold) parts.push(<b>{bold}</b>);
    else parts.push(<Link url={url ?? ''} text={label ?? ''} />);
    end = match.index + all.length;
  }
  return [...parts, text.slice(end)];
}

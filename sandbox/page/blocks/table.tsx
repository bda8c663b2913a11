import type { Block, Json } from '../../slack/model.js';
import { RichText } from './rich-text.js';

/** A table; its first row is the header. */
export function TableBlock({ rows, settings }: { rows: Json[][]; settings: Json[] }) {
  const [head = [], ...body] = rows;
  const align = (column: number) => ({ textAlign: String(settings[column]?.align ?? 'left') as 'left' });
  return (
    <div class="block table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={`${column}`} scope="col" style={align(column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={`${index}`}>
              {row.map((cell, column) => (
                <td key={`${column}`} style={align(column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { cell: Json }) {
  return cell.type === 'rich_text' ? <RichText block={cell as Block} /> : <span>{String(cell.text)}</span>;
}

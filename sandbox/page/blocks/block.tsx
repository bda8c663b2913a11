import type { Block, Json } from '../../slack/model.js';
import { useWords } from '../words.js';
import { Element } from './element.js';
import { InputField } from './input.js';
import { Markdown } from './markdown.js';
import { TextObject } from './mrkdwn.js';
import { Plan, TaskCard } from './plan.js';
import { RichText } from './rich-text.js';
import type { Surface } from './surface.js';
import { TableBlock } from './table.js';

interface Props {
  block: Block;
  surface: Surface;
}

/** Any block, drawn the way Slack draws it. */
export function BlockView({ block, surface }: Props) {
  switch (block.type) {
    case 'header':
      return (
        <h3 class="block header">
          <TextObject object={block.text} />
        </h3>
      );
    case 'divider':
      return <hr />;
    case 'section':
      return <Section block={block} surface={surface} />;
    case 'context':
      return <Context elements={block.elements as Json[]} />;
    case 'actions':
      return (
        <div class="block actions">
          {(block.elements as Json[]).map((element, index) => (
            <Element key={String(element.action_id ?? index)} block={block} element={element} surface={surface} />
          ))}
        </div>
      );
    case 'input':
      return <InputField block={block} surface={surface} />;
    case 'image':
      return <Picture block={block} />;
    default:
      return <Content block={block} />;
  }
}

// Blocks nobody can press.
function Content({ block }: { block: Block }) {
  switch (block.type) {
    case 'rich_text':
      return <RichText block={block} />;
    case 'plan':
      return <Plan block={block} />;
    case 'task_card':
      return <TaskCard task={block} />;
    case 'table':
      return <TableBlock rows={block.rows as Json[][]} settings={(block.column_settings ?? []) as Json[]} />;
    case 'markdown':
      return <Markdown text={String(block.text)} />;
    case 'alert':
      return <Alert block={block} />;
    default:
      // The strict checker lets nothing else in.
      return null;
  }
}

function Picture({ block }: { block: Block }) {
  return (
    <figure class="block picture">
      {block.title !== undefined && (
        <figcaption>
          <TextObject object={block.title} />
        </figcaption>
      )}
      <img src={String(block.image_url)} alt={String(block.alt_text)} />
    </figure>
  );
}

function Section({ block, surface }: Props) {
  const fields = (block.fields as Json[] | undefined) ?? [];
  const accessory = block.accessory as Json | undefined;
  return (
    <div class="block section">
      <div class="words">
        {block.text !== undefined && (
          <div class="text">
            <TextObject object={block.text} />
          </div>
        )}
        {fields.length > 0 && (
          <div class="fields">
            {fields.map((field) => (
              <div key={String(field.text)} class="text">
                <TextObject object={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && <Element block={block} element={accessory} surface={surface} />}
    </div>
  );
}

function Context({ elements }: { elements: Json[] }) {
  return (
    <div class="block context">
      {elements.map((element) =>
        element.type === 'image' ? (
          <img key={String(element.image_url)} src={String(element.image_url)} alt={String(element.alt_text)} />
        ) : (
          <span key={String(element.text)}>
            <TextObject object={element} />
          </span>
        ),
      )}
    </div>
  );
}

function Alert({ block }: { block: Block }) {
  const words = useWords();
  const level = String(block.level ?? 'default');
  return (
    <div class={`block alert ${level}`} role="note">
      <strong>{words.levels[level]}</strong> <TextObject object={block.text} />
    </div>
  );
}

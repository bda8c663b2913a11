import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownFile } from '../../slack/control/read.js';
import { Icon } from '../icons.js';
import { useWords } from '../words.js';
import { Markdown } from './markdown.js';

/** A shared file: its name, a download and, for text, a look inside. */
export function FileCard({ file }: { file: ShownFile }) {
  const words = useWords();
  const [content, setContent] = useState<string>();
  const inside = useRef<HTMLElement>(null);
  const isOpen = content !== undefined;
  useEffect(() => inside.current?.scrollIntoView({ block: 'nearest' }), [isOpen]);
  const url = `/control/files/${file.id}`;
  const toggle = async () => {
    setContent(content === undefined ? await (await fetch(url)).text() : undefined);
  };
  return (
    <section class="file">
      <header>
        <span class="file-icon">
          <Icon name="file" />
        </span>
        <span class="file-title">
          <strong>{file.title}</strong>
          <small class="file-name">
            {file.name} · {size(file.size)}
          </small>
        </span>
      </header>
      <div class="actions">
        <button type="button" class="button" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? words.hide : words.preview}
        </button>
        <a class="button" href={url} download={file.name}>
          {words.download}
        </a>
      </div>
      {content !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within the keyboard's reach.
        <section ref={inside} class="inside" aria-label={file.title} tabIndex={0}>
          {file.name.endsWith('.md') ? <Markdown text={content} /> : <pre>{content}</pre>}
        </section>
      )}
    </section>
  );
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}

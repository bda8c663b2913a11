import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/blocks/check.js';
import { fileMessages } from '../../src/view/file-messages.js';
import type { Message } from '../../src/view/surface.js';

const boxes = (message: Message) =>
  message.blocks.flatMap((block) =>
    block.type === 'rich_text'
      ? block.elements.flatMap((part) =>
          part.type === 'rich_text_preformatted'
            ? part.elements.map((each) => (each.type === 'text' ? each.text : ''))
            : [],
        )
      : [],
  );

test('a short file is one message', () => {
  const [message, ...more] = fileMessages('request.md', '# Request\n\nroll back', 'en');
  expect(more).toEqual([]);
  expect(message?.text).toBe('request.md');
  expect(message && boxes(message)).toEqual(['# Request\n\nroll back']);
});

test('whatever a file says, all of it is readable in order, and Slack takes it', () => {
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom('', '"'.repeat(900), '\\'.repeat(3_000), '长'.repeat(9_000), '👩‍💻'.repeat(500), '<!channel>'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const content = ['first', ...lines, 'last'].join('\n');
      const messages = fileMessages('request.md', content, 'zh-CN');
      const bare = (text: string) => text.replaceAll(/\s|\\u200d|[\u200b-\u200f\u2060-\u2064\u061c\ufeff]/g, '');
      expect(bare(messages.flatMap(boxes).join('\n'))).toBe(bare(content));
      for (const { blocks, fallback = [] } of messages) {
        expect(checkBlocks([...blocks], 'message')).toEqual({ problems: [] });
        expect(checkBlocks([...fallback], 'message')).toEqual({ problems: [] });
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(10_000);
      }
    }),
    { numRuns: 60 },
  );
});

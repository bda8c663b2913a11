import { expect, it } from 'vitest';
import { drawnBlock, wordsOf } from '../drawn.js';

const markdown = (text: string) => drawnBlock({ type: 'markdown', text });

it('shows HTML as it is written, and runs none of it', () => {
  const html = markdown('before <img src=x onerror=alert(1)> after\n\n<script>alert(1)</script>');
  expect(html).not.toMatch(/<(img|script)/);
  expect(html).toContain('&lt;script>alert(1)&lt;/script>');
});

it('leads to the web only', () => {
  expect(markdown('[press](javascript:alert(1))')).not.toContain('href');
  expect(markdown('[page](https://meiyueart.com/a)')).toContain('href="https://meiyueart.com/a"');
});

it('draws what records are made of', () => {
  const html = markdown(
    '# One\n\n1. first\n2. second\n\n- [x] done\n- [ ] open\n\n> said\n\n| a | b |\n|---|--:|\n| `x\\|y` | 2 |',
  );
  expect(html).toMatch(/<h3>One<\/h3>.*<ol start="1">.*<blockquote>/s);
  expect(wordsOf(html)).toContain('☑ done ☐ open');
  expect(html).toContain('<code>x|y</code>');
  expect(html).toContain('<td style="text-align:right;">2</td>');
});

it('keeps what is escaped and what is nested', () => {
  expect(wordsOf(markdown('2 \\* 3, **bold with `code`** and ~~gone~~'))).toBe('2 * 3, bold with code and gone');
});

import { describe, expect, it } from 'vitest';
import { type Edit, edited, problemsOf } from './broken-copies.js';

/** Puts a line into a step of scheme B. */
function inStep(line: string): Edit {
  const last = '          git log -1 --oneline\n        effect';
  return [last, last.replace('\n', () => `\n          ${line}\n`)];
}

describe('a placeholder left in a script', () => {
  it.each([
    ['curl -f -H "X-Admin-Key: YOUR_ADMIN_KEY" x', 'YOUR_ADMIN_KEY'],
    ['git revert <commit-hash>', '<commit-hash>'],
    ['git revert "<commit-hash>"', '<commit-hash>'],
    ['git checkout <版本号>', '<版本号>'],
    ['git checkout [tag/commit]', '[tag/commit]'],
    ['./restore.sh --file [file]', '[file]'],
    ['cp -r shop-frontend-[版本号] x', '[版本号]'],
    ['git checkout {{version}}', '{{version}}'],
    ['git checkout "{{ version }}"', '{{ version }}'],
    ['git checkout {{ version }}', '{{ version }}'],
    ['git checkout "${{ VERSION }}"', '${{ VERSION }'],
    ['NAME="YYYYMMDD_HHMMSS"; ls "$NAME"', 'YYYYMMDD_HHMMSS'],
    ['cp diagnosis_YYYYMMDD_HHMMSS.db x', 'YYYYMMDD_HHMMSS'],
  ])('%s', (line, placeholder) => {
    const problems = problemsOf('wechat', inStep(line));
    const message = expect.stringContaining(`${placeholder} is a placeholder of the document`);
    expect(problems).toMatchObject([{ path: 'schemes.b.steps[0].run', message }]);
    const text = edited('wechat', [inStep(line)]).split('\n');
    expect(text[(problems[0]?.line ?? 0) - 1]?.trim()).toBe(line);
  });

  it.each([
    'sort < in > out',
    'sort <in >out',
    '[ -f x ] && ls [a-z]* [abc] [[:alpha:]]',
    'echo "[警告] <b>bold</b> [file]"',
    'grep -q "<commit-hash>" x',
    "curl -f -d '[true]' x",
    `curl -f -d '{"list": ["测试品牌"]}' x`,
    `docker inspect --format '{{.State.Status}} {{range .Mounts}}{{json .}}{{end}}' x`,
    `awk '{{print}}' x`,
    'YOUR_KEY=x; echo "$YOUR_KEY"',
    'date +%Y%m%d_%H%M%S',
  ])('is told from what is fine: %s', (line) => {
    expect(problemsOf('wechat', inStep(line))).toEqual([]);
  });
});

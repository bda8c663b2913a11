import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LAST_WORDS, MARK } from '../../src/domain/log-mark.js';
import { checksumScript, logScript, spaceScript } from '../../src/plan/host-check-scripts.js';
import { installedShells } from '../helpers/shells.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "checks of 'ops' "));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = { target: 'app', deadline: 1_000 };
const shells = installedShells();

it('finds a shell to test with', () => {
  expect(shells.map(({ name }) => name)).toContain('dash');
});

describe.each(shells)('under $name', ({ run }) => {
  describe('a checksum', () => {
    const script = checksumScript({ ...at, same: [{ file: '$LIVE/a.py', as: '$BACKUP/a.py' }] });
    const compare = (live?: string, saved?: string) => {
      const [LIVE, BACKUP] = [join(folder, 'live'), join(folder, 'saved')];
      for (const each of [LIVE, BACKUP]) mkdirSync(each);
      if (live !== undefined) writeFileSync(join(LIVE, 'a.py'), live);
      if (saved !== undefined) writeFileSync(join(BACKUP, 'a.py'), saved);
      return run(script, { LIVE, BACKUP });
    };

    it('is right for the same bytes, and shows them', () => {
      expect(compare('x', 'x')).toMatchObject({
        code: 0,
        text: expect.stringMatching(/^same: .*\/a\.py [0-9a-f]{64}\n$/),
      });
    });

    it('is wrong for others, and shows both', () => {
      expect(compare('x', 'y')).toMatchObject({
        code: 1,
        text: expect.stringMatching(/^different: .* [0-9a-f]{64}, .* [0-9a-f]{64}\n$/),
      });
    });

    it.each([
      [undefined, undefined],
      ['x', undefined],
      [undefined, 'x'],
    ])('never passes for files that are not there (%s, %s)', (live, saved) => {
      expect(compare(live, saved)).toMatchObject({ code: 2, text: expect.stringContaining('no such file') });
    });
  });

  describe('a log', () => {
    const marked = () => {
      const { code, text } = run(`${LAST_WORDS}\n${MARK}\nmark log "$LOG"`, { LOG: log() });
      expect(code).toBe(0);
      return text.trim().replace(/^log /, '');
    };
    const log = () => join(folder, 'error.log');
    const look = (LOG_MARK: string, without = 'error|traceback') =>
      run(logScript({ ...at, file: '$LOG', without }), { LOG: log(), LOG_MARK });

    it('that cannot be read keeps no rollback from starting, and never passes', () => {
      writeFileSync(log(), 'fine\n');
      chmodSync(folder, 0o755);
      chmodSync(log(), 0o000);
      const uid = process.getuid?.() === 0 ? 65_534 : undefined;
      const { code, text } = run(`${LAST_WORDS}\n${MARK}\nmark log "$LOG"`, { LOG: log() }, uid);
      expect({ code, text }).toEqual({ code: 0, text: 'log 0 0 0\n' });
      const script = logScript({ ...at, file: '$LOG', without: 'error' });
      expect(run(script, { LOG: log(), LOG_MARK: '0 0 0' }, uid)).toMatchObject({ code: 2 });
    });

    it('passes when what was new is clean, however bad what stood before was', () => {
      writeFileSync(log(), 'ERROR before\n');
      const mark = marked();
      appendFileSync(log(), 'started\nready\n');
      expect(look(mark)).toEqual({ code: 0, text: `2 new lines in ${log()}\n` });
    });

    it('passes when nothing is new', () => {
      writeFileSync(log(), 'ERROR before\n');
      expect(look(marked())).toEqual({ code: 0, text: `0 new lines in ${log()}\n` });
    });

    it('fails for a new line in any case of letters, and shows the last three', () => {
      writeFileSync(log(), 'fine\n');
      const mark = marked();
      appendFileSync(log(), 'Error 1\nError 2\nfine\nTRACEBACK 3\nerror 4\n');
      const seen = look(mark);
      expect(seen).toEqual({ code: 1, text: `5 new lines in ${log()}\nError 2\nTRACEBACK 3\nerror 4\n` });
    });

    it('reads a rotated one to the end of the old file, and the new one', () => {
      writeFileSync(log(), 'ERROR long ago\n');
      const mark = marked();
      appendFileSync(log(), 'fine\n');
      renameSync(log(), `${log()}.1`);
      writeFileSync(log(), 'started\n');
      expect(look(mark)).toEqual({ code: 0, text: `rotated to ${log()}.1\n2 new lines in ${log()}\n` });
      appendFileSync(`${log()}.1`, 'error at the very end\n');
      expect(look(mark)).toMatchObject({ code: 1, text: expect.stringContaining('error at the very end') });
    });

    it('cannot say that nothing was written when the old one is gone', () => {
      writeFileSync(log(), 'ERROR long ago\n');
      const mark = marked();
      renameSync(log(), join(folder, 'elsewhere'));
      writeFileSync(log(), 'started\n');
      rmSync(join(folder, 'elsewhere'));
      expect(look(mark)).toMatchObject({ code: 2, text: expect.stringContaining('what stood there before is gone') });
      appendFileSync(log(), 'error\n');
      expect(look(mark).code).toBe(1);
    });

    it('reads one that was cut short from its beginning, also when it has grown longer than it was', () => {
      writeFileSync(log(), 'fine\n'.repeat(10));
      const mark = marked();
      truncateSync(log());
      appendFileSync(log(), 'error\n');
      expect(look(mark).code).toBe(1);
      appendFileSync(log(), 'fine again\n'.repeat(10));
      expect(look(mark)).toMatchObject({ code: 1, text: expect.stringContaining('started anew') });
    });

    it('that was not there yet is read from its beginning, and must be there in the end', () => {
      const mark = marked();
      expect(mark).toBe('0 0 0');
      expect(look(mark)).toMatchObject({ code: 2, text: `cannot read ${log()}\n` });
      writeFileSync(log(), 'started\n');
      expect(look(mark)).toEqual({ code: 0, text: `1 new lines in ${log()}\n` });
      appendFileSync(log(), 'error\n');
      expect(look(mark).code).toBe(1);
    });

    it('is marked right when it is longer than what the mark sums up', () => {
      writeFileSync(log(), `${'x'.repeat(4_000)}\n`);
      const mark = marked();
      appendFileSync(log(), 'one\n');
      expect(look(mark)).toEqual({ code: 0, text: `1 new lines in ${log()}\n` });
    });

    it('never passes when it was not marked or when the expression means nothing', () => {
      writeFileSync(log(), 'fine\n');
      const unmarked = run(logScript({ ...at, file: '$LOG', without: 'error' }), { LOG: log() });
      expect(unmarked.text).toContain('not marked');
      expect(unmarked.code).not.toBe(0);
      const mark = marked();
      appendFileSync(log(), 'fine\n');
      expect(look(mark, '[z-a]')).toMatchObject({ code: 2, text: expect.stringContaining('cannot search') });
    });

    it('takes the expression as it is, quotes and all', () => {
      writeFileSync(log(), '');
      const mark = marked();
      appendFileSync(log(), "can't $(touch x) `id` go on\n");
      expect(look(mark, "can't \\$\\(touch").code).toBe(1);
      expect(look(mark, '$(exit 9)`exit 9`').code).toBe(0);
    });
  });

  describe('disk space', () => {
    const space = (wish: Partial<Parameters<typeof spaceScript>[0]>, env: Record<string, string> = {}) =>
      run(spaceScript({ ...at, at: '$AT', free: 0, backups: 0, copiesOf: [], ...wish }), { AT: folder, ...env });
    const needed = (text: string) => Number(/needed (\d+) KiB/.exec(text)?.[1]);

    it('passes when there is enough and says how much', () => {
      const seen = space({ free: 1_048_576 });
      expect(seen).toMatchObject({ code: 0, text: expect.stringMatching(/^free \d+ KiB, needed 1024 KiB at .*\n$/) });
    });

    it('fails when more is asked for than is free', () => {
      const free = Number(/free (\d+)/.exec(space({ free: 1 }).text)?.[1]);
      expect(space({ free: (free + 1_000_000_000) * 1024 }).code).toBe(1);
      expect(space({ backups: 1 }, { BACKUP_BYTES: `${(free + 1_000_000_000) * 1024}` }).code).toBe(1);
    });

    it('adds up the backup as often as it must fit and what is copied', () => {
      writeFileSync(join(folder, 'database'), Buffer.alloc(300 * 1024));
      mkdirSync(join(folder, 'code'));
      cpSync(join(folder, 'database'), join(folder, 'code', 'a file'));
      const env = { BACKUP_BYTES: `${100 * 1024}`, DB: join(folder, 'database'), CODE: join(folder, 'code') };
      const { text } = space({ free: 10 * 1024, backups: 2, copiesOf: ['$DB', '$CODE', '$DB-wal'] }, env);
      expect(needed(text)).toBeGreaterThanOrEqual(10 + 200 + 600);
      expect(needed(text)).toBeLessThan(10 + 200 + 600 + 32);
    });

    /** `du` as it tells of a file that it cannot measure. */
    const saying = (words: string) =>
      `du() { echo "du: cannot access '$3/x': ${words}" >&2; command du "$@"; return 1; }\n`;
    const copying = (words: string) => {
      mkdirSync(join(folder, 'code'));
      writeFileSync(join(folder, 'code', 'file'), Buffer.alloc(300 * 1024));
      const wish = { ...at, at: '$AT', free: 0, backups: 0, copiesOf: ['$CODE'] };
      return run(saying(words) + spaceScript(wish), { AT: folder, CODE: join(folder, 'code') });
    };

    it('counts what is left of a folder whose files come and go meanwhile', () => {
      const seen = copying('No such file or directory');
      expect(seen.code).toBe(0);
      expect(needed(seen.text)).toBeGreaterThanOrEqual(300);
    });

    it('does not pass when something cannot be read', () => {
      const seen = copying('Permission denied');
      expect(seen).toMatchObject({ code: 2, text: expect.stringContaining('Permission denied') });
      expect(seen.text).toContain('cannot measure');
    });

    it('never passes without knowing: no backup, no such disk', () => {
      const unknown = space({ backups: 1 });
      expect(unknown.text).toContain('no backup was chosen');
      expect(unknown.code).not.toBe(0);
      expect(space({ free: 1 }, { AT: join(folder, 'nowhere') })).toMatchObject({
        code: 2,
        text: expect.stringContaining('no such disk'),
      });
    });
  });
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { confirmScript, identifyScript } from '../../src/domain/backup-identity.js';
import type { SingleSource } from '../../src/domain/plan.js';
import { installedShells } from '../helpers/shells.js';

const NOBODY = 65_534;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "backups of 'ops' "));
});
afterEach(() => rmSync(folder, { recursive: true }));

const source = (kind: SingleSource['kind']): SingleSource => ({
  ...{
    name: 'files',
    title: 'files',
    target: 'app',
    kind,
    directory: 'DIR',
    pattern: '{timestamp}',
    timestamp: 'YYYY',
  },
  ...{ older: 'refuse', minBytes: 1, contains: [], safetyCopies: [], cites: [] },
});

describe.each(installedShells())('under $name', ({ name, run }) => {
  const identify = (kind: SingleSource['kind'], BACKUP: string) =>
    run(identifyScript(source(kind)), { BACKUP, DIR: folder });
  const confirm = (kind: SingleSource['kind'], BACKUP: string, BACKUP_DIGEST: string) =>
    run(confirmScript(source(kind)), { BACKUP, BACKUP_DIGEST, DIR: folder });
  const digestOf = (kind: SingleSource['kind'], backup: string) => {
    const { code, text } = identify(kind, backup);
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringMatching(/^digest [0-9a-f]{40,64}\n/) });
    return text.split(/\s/)[1] ?? '';
  };

  describe('a file', () => {
    it('is its SHA-256 and its size', () => {
      const file = join(folder, 'a b.db');
      writeFileSync(file, 'content');
      const sum = createHash('sha256').update('content').digest('hex');
      expect(identify('file', file)).toEqual({ code: 0, text: `digest ${sum}\nbytes 7\n` });
      expect(confirm('file', file, sum)).toEqual({ code: 0, text: `${file} is as it was chosen\n${sum}\n` });
    });

    it('that changed is refused in plain words, with both sums', () => {
      const file = join(folder, 'a.db');
      writeFileSync(file, 'content');
      const before = digestOf('file', file);
      writeFileSync(file, 'Content');
      expect(confirm('file', file, before)).toEqual({
        code: 1,
        text: `${file} changed since it was chosen; nothing was touched\nnow    ${digestOf('file', file)}\nchosen ${before}\n`,
      });
    });

    it.each(['gone', 'a link to one', 'a directory'])('that is %s is none', (what) => {
      const [file, other] = [join(folder, 'a.db'), join(folder, 'b.db')];
      writeFileSync(other, 'content');
      if (what === 'a link to one') symlinkSync(other, file);
      if (what === 'a directory') mkdirSync(file);
      expect(identify('file', file)).toEqual({ code: 2, text: `no such file: ${file}\n` });
      expect(confirm('file', file, 'x').code).toBe(2);
    });
  });

  describe('a directory', () => {
    const make = (files: Readonly<Record<string, string>>, at = join(folder, '2026 11 20')) => {
      mkdirSync(join(at, 'sub dir'), { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
      return at;
    };
    const FILES = {
      'user system.py': 'one',
      ' leading': 'two',
      'sub dir/-dash': 'three',
      "it's": 'four',
      'a\nb': 'five',
    };

    it('is the same wherever it lies and whatever the times are, and counts the bytes of all its files', () => {
      const [one, two] = [make(FILES), make(FILES, join(folder, 'other'))];
      expect(digestOf('directory', one)).toBe(digestOf('directory', two));
      expect(identify('directory', one).text).toMatch(/\nbytes 19\n$/);
    });

    it.each([
      ['a file with spaces in its name changed', (at: string) => writeFileSync(join(at, 'user system.py'), 'oNe')],
      ['a file deep inside changed', (at: string) => writeFileSync(join(at, 'sub dir/-dash'), 'Three')],
      ['a file with a line end in its name changed', (at: string) => writeFileSync(join(at, 'a\nb'), 'Five')],
      ['a file was renamed', (at: string) => renameSync(join(at, "it's"), join(at, 'its'))],
      ['a file was added', (at: string) => writeFileSync(join(at, 'new'), '')],
      ['a file is gone', (at: string) => rmSync(join(at, ' leading'))],
      ['a folder was added', (at: string) => mkdirSync(join(at, 'empty'))],
      ['a link was added', (at: string) => symlinkSync('/etc/passwd', join(at, 'link'))],
    ])('is another one when %s', (_what, change) => {
      const at = make(FILES);
      const before = digestOf('directory', at);
      expect(confirm('directory', at, before).code).toBe(0);
      change(at);
      expect(confirm('directory', at, before)).toMatchObject({
        code: 1,
        text: expect.stringContaining('changed since it was chosen; nothing was touched'),
      });
    });

    it('with a link that leads elsewhere than before is another one', () => {
      const at = make({});
      symlinkSync('one', join(at, 'link'));
      const before = digestOf('directory', at);
      rmSync(join(at, 'link'));
      symlinkSync('two', join(at, 'link'));
      expect(confirm('directory', at, before).code).toBe(1);
    });

    it('that holds nothing still has an identity', () => {
      expect(identify('directory', make({})).text).toMatch(/^digest [0-9a-f]{64}\nbytes 0\n$/);
    });

    it('of thousands of files is read within seconds', () => {
      const at = make({});
      for (let n = 0; n < 5_000; n += 1) writeFileSync(join(at, `file ${n}`), `${n}`);
      const began = performance.now();
      digestOf('directory', at);
      expect(performance.now() - began).toBeLessThan(10_000);
    });

    it('that cannot be read whole has none', () => {
      const at = make(FILES);
      chmodSync(join(at, "it's"), 0o000);
      const values = { BACKUP: at, DIR: folder };
      // Root reads everything, so somebody else looks.
      chmodSync(folder, 0o755);
      chmodSync(at, 0o755);
      const seen = run(identifyScript(source('directory')), values, process.getuid?.() === 0 ? NOBODY : undefined);
      expect(seen).toMatchObject({ code: 2, text: expect.stringContaining('cannot read all of') });
    });

    it.each(['gone', 'a link to one'])('that is %s is none', (what) => {
      const at = join(folder, 'link');
      if (what !== 'gone') symlinkSync(make(FILES), at);
      expect(identify('directory', at)).toEqual({ code: 2, text: `no such directory: ${at}\n` });
    });
  });

  // git comes with no busybox, so there is nothing to run there.
  if (name.startsWith('busybox')) return;
  describe('a tag', () => {
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...words], { encoding: 'utf8' });

    it('is its commit, also of an annotated one, and nothing else of that name', () => {
      git('init', '-q');
      git('commit', '-q', '--allow-empty', '-m', 'one');
      const commit = git('rev-parse', 'HEAD').trim();
      git('tag', 'v1.0.0');
      git('tag', '-a', '-m', 'annotated', 'v1.0.1');
      git('branch', 'v2.0.0');
      expect(identify('git-tag', 'v1.0.0')).toEqual({ code: 0, text: `digest ${commit}\n` });
      expect(digestOf('git-tag', 'v1.0.1')).toBe(commit);
      expect(identify('git-tag', 'v2.0.0')).toEqual({ code: 2, text: 'no such tag: v2.0.0\n' });
      git('commit', '-q', '--allow-empty', '-m', 'two');
      git('tag', '-f', 'v1.0.0');
      expect(confirm('git-tag', 'v1.0.0', commit).code).toBe(1);
    });
  });
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Step } from '../../src/domain/scheme.js';
import { stepScript } from '../../src/engine/step-script.js';
import { installedShells } from '../helpers/shells.js';

const folder = mkdtempSync(join(tmpdir(), "steps of 'ops' "));
afterAll(() => rmSync(folder, { recursive: true }));
const bin = join(folder, 'bin');
mkdirSync(bin);
// A stand-in for sudo that clears the environment as sudo does, and says as whom it would run what.
writeFileSync(
  join(bin, 'sudo'),
  `#!/bin/sh\n[ "$1 $2" = "-n -u" ] && [ "$4" = -- ] || exit 99\nas=$3; shift 4\nexec env -i PATH="$PATH" AS="$as" "$@"\n`,
);
chmodSync(join(bin, 'sudo'), 0o755);

const step = (changes: Partial<Step>): Step => ({
  ...{ id: 'step', title: 'step', target: 'app', run: 'true', secrets: [], effect: 'reversible', repeat: 'fenced' },
  ...{ deadline: 1_000, environment: {}, cites: [] },
  ...changes,
});
const PRINT = 'for each in "$ONE" "$TWO"; do printf "%s\\0" "$each"; done';

describe.each(installedShells())('a step under $name', ({ run }) => {
  const perform = (changes: Partial<Step>, values: Readonly<Record<string, string>> = {}) => {
    const { text, env } = stepScript(step(changes), values);
    const path = run('echo "$PATH"').text.trim();
    return run(text, { ...env, PATH: `${bin}:${path}` });
  };

  it('is its script and nothing else when the plan says no more', () => {
    expect(stepScript(step({}), { A: 'b' })).toEqual({ text: 'true', env: { A: 'b' }, deadline: 1_000 });
  });

  it('runs in the directory that a variable names', () => {
    expect(perform({ directory: 'APP', run: 'pwd' }, { APP: folder })).toEqual({ code: 0, text: `${folder}\n` });
  });

  it('does not run at all when there is no such directory', () => {
    const { code, text } = perform({ directory: 'APP', run: 'echo ran' }, { APP: join(folder, 'nowhere') });
    expect(code).not.toBe(0);
    expect(text).not.toContain('ran');
  });

  it('takes a directory that begins with a dash as one', () => {
    mkdirSync(join(folder, '-P'), { recursive: true });
    expect(perform({ directory: 'APP', run: 'pwd' }, { APP: '-P' }).code).not.toBe(0);
    const [outer, inner] = [step({ directory: 'APP', run: 'cd -- "$SUB"; pwd' }), '-P'];
    expect(perform(outer, { APP: folder, SUB: inner })).toEqual({ code: 0, text: `${folder}/-P\n` });
  });

  it("sees its own fixed values before the inventory's", () => {
    const seen = perform({ environment: { ONE: 'own' }, run: PRINT }, { ONE: 'inventory', TWO: 'two' });
    expect(seen.text).toBe('own\0two\0');
  });

  it('runs as another account with everything it would see as its own', () => {
    const seen = perform(
      { user: 'www-data', directory: 'APP', environment: { TWO: '2' }, run: `echo "$AS $(pwd)"\n${PRINT}` },
      { APP: folder, ONE: '1' },
    );
    expect(seen).toEqual({ code: 0, text: `www-data ${folder}\n1\x002\0` });
  });

  it('ends as another account with the very code of its script, and at its first failure', () => {
    expect(perform({ user: 'www-data', run: 'exit 7' }).code).toBe(7);
    expect(perform({ user: 'www-data', run: 'false; echo went on' })).toEqual({ code: 1, text: '' });
    const unset = perform({ user: 'www-data', run: 'echo "$UNSET"' });
    expect(unset.code).not.toBe(0);
  });

  it.each([undefined, 'www-data'])('gets any value unchanged (user: %s)', (user) => {
    const value = fc.oneof(
      fc.string({
        unit: fc.constantFrom("'", '"', '$', '`', '\\', '\n', ' ', '*', ';', '-', 'a', '版', '\t', '%', '!'),
      }),
      fc.string({ unit: 'grapheme' }),
    );
    const plain = value.filter((text) => !text.includes('\0') && text.isWellFormed());
    fc.assert(
      fc.property(plain, plain, (ONE, TWO) => {
        const seen = perform({ run: PRINT, ...(user === undefined ? {} : { user }) }, { ONE, TWO });
        expect(seen).toEqual({ code: 0, text: `${ONE}\0${TWO}\0` });
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(installedShells())('a step that asks first under $name', ({ run }) => {
  const perform = (asked: string, changes: Partial<Step> = {}, values: Readonly<Record<string, string>> = {}) => {
    const when = { title: 'when', run: asked, deadline: 1_000 };
    const { text, env } = stepScript(step({ run: 'echo ran', when, ...changes }), values);
    return run(text, { ...env, PATH: `${bin}:${run('echo "$PATH"').text.trim()}` });
  };

  it('runs when the answer is 0, and ends as its script does', () => {
    expect(perform('echo asked')).toEqual({ code: 0, text: 'asked\nran\n' });
    expect(perform('true', { run: 'exit 7' })).toEqual({ code: 7, text: '' });
    expect(perform('true', { run: 'false; echo went on' })).toEqual({ code: 1, text: '' });
    expect(perform('true', { run: 'echo "$UNSET"' }).code).not.toBe(0);
  });

  it('does nothing when the answer is 1', () => {
    expect(perform('echo fine; exit 1')).toEqual({ code: 117, text: 'fine\n' });
    expect(perform('[ "$HOME_OF" = sick ]', {}, { HOME_OF: 'well' })).toEqual({ code: 117, text: '' });
  });

  it.each(['exit 2', 'no-such-command', 'if', 'kill -9 $$'])('does nothing when the answer is none: %s', (asked) => {
    const { code, text } = perform(asked);
    expect([code, text.includes('ran')]).toEqual([118, false]);
    expect(text).toContain('the condition ended with exit code');
  });

  it('does nothing when the answer does not come in time', () => {
    const { code, text } = perform('while :; do sleep 0.1; done');
    expect(code).toBe(118);
    expect(text).not.toContain('ran');
  });

  it('takes the codes of an answer from the answer alone', () => {
    expect(perform('true', { run: 'exit 117' })).toMatchObject({ code: 1 });
    expect(perform('true', { run: 'exit 118' })).toMatchObject({ code: 1 });
  });

  it('keeps what the condition sets to itself', () => {
    const names = 'mine said asked BACKOUT_WHEN';
    const leaked = `for name in ${names}; do (eval ": \\"\\$$name\\"") 2>/dev/null && echo "$name" || :; done; pwd`;
    expect(perform('mine=1; cd /tmp', { run: leaked, directory: 'APP' }, { APP: folder }).text).toBe(`${folder}\n`);
  });

  it('asks in the directory and as the account of the step', () => {
    const there = { directory: 'APP', user: 'www-data' };
    expect(perform('echo "$AS $(pwd)"', there, { APP: folder })).toEqual({
      ...{ code: 0, text: `www-data ${folder}\nran\n` },
    });
    expect(perform('exit 1', there, { APP: folder }).code).toBe(117);
    expect(perform('true', { directory: 'APP' }, { APP: join(folder, 'nowhere') }).code).toBe(118);
  });

  it('counts the lines of its script as people do', () => {
    const script = 'echo one\n\nno-such-command';
    const { text } = perform('true', { run: script });
    // busybox names no line at all.
    expect(text.trimEnd().split('\n').at(-1)).toBe(run(script).text.trimEnd().split('\n').at(-1));
  });
});

it('gives the host the time of its condition on top of its own', () => {
  const when = { title: 'when', run: 'true', deadline: 500 };
  expect(stepScript(step({ when }), {})).toMatchObject({ deadline: 1_500, isConditional: true });
  expect(stepScript(step({}), {})).not.toHaveProperty('isConditional');
});

it('never holds a value in its text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12 }), fc.constantFrom(undefined, 'www-data'), (value, user) => {
      const changes = { directory: 'APP', environment: { FIXED: value }, ...(user === undefined ? {} : { user }) };
      expect(stepScript(step(changes), { APP: value }).text).not.toContain(value);
    }),
  );
});

it('keeps its deadline and its patience with silence', () => {
  expect(stepScript(step({ inactivity: 500, user: 'app' }), {})).toMatchObject({ deadline: 1_000, inactivity: 500 });
});

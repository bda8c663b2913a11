import { describe, expect, test } from 'vitest';
import type { Shown } from '../../gallery/entry.js';
import { blocksOf, textsOf } from '../../gallery/shown.js';
import { checkBlocks, checkView } from '../../sandbox/slack/blocks/check.js';
import { LANGUAGES } from '../../src/domain/text.js';
import { exhibits } from './whole-gallery.js';

const all = (await exhibits()).flatMap(([name, { shown }]) =>
  LANGUAGES.map((language) => ({ name: `${name} (${language})`, language, shown: shown[language] })),
);

describe('whatever Backout shows', () => {
  test.each(all)('$name: Slack accepts it', ({ shown }) => {
    expect(judged(shown)).toEqual([]);
    // What is known to be refused are long messages; a menu of a dialog may be long.
    if (shown.kind !== 'dialog') expect(JSON.stringify(blocksOf(shown)).length).toBeLessThanOrEqual(10_000);
  });

  test.each(all)('$name: it can be read aloud, and errors stand at fields that are there', ({ shown }) => {
    if (shown.kind === 'message') expect(shown.message.text.trim()).not.toBe('');
    if (shown.kind !== 'dialog') return;
    const fields = shown.dialog.blocks.map(({ block_id }) => block_id);
    expect(Object.keys(shown.errors ?? {}).filter((id) => !fields.includes(id))).toEqual([]);
  });

  test.each(all)('$name: nothing in it reads as a slip of a program', ({ shown }) => {
    const slips = textsOf(shown).flatMap(
      (text) => text.match(/undefined|\[object Object\]|NaN|Invalid Date|• *$|• *\n/g) ?? [],
    );
    expect(slips).toEqual([]);
  });

  test.each(all)('$name: no words of a host or a person call anybody', ({ shown }) => {
    expect(JSON.stringify(blocksOf(shown))).not.toMatch(/"type":"(mrkdwn|markdown|broadcast)"/);
    if (shown.kind === 'message') expect(shown.message.text).not.toMatch(/[<>]/);
  });

  test.each(all)('$name: its notification names people, not their ids', ({ shown }) => {
    if (shown.kind === 'message') expect(shown.message.text).not.toMatch(/@[A-Z][A-Z0-9]{4}/);
  });

  test.each(all)('$name: its punctuation is right', ({ shown, language }) => {
    const doubled = textsOf(shown).flatMap(
      (text) => withoutCode(text).match(/[。，、：；？！]{2,}|：:|:：|\.\.(?!\.)|,,|\. \.|(?<!\s);;/g) ?? [],
    );
    expect(doubled).toEqual([]);
    if (language !== 'zh-CN') return;
    const halfWidth = textsOf(shown).flatMap(
      (text) => withoutCode(text).match(/\p{Script=Han}[,;:?!]\s*\p{Script=Han}|\p{Script=Han}\.(?=\s|$)/gu) ?? [],
    );
    expect(halfWidth).toEqual([]);
  });

  test.each(all.filter(({ language }) => language === 'en'))('$name: English is written in English', ({ shown }) => {
    const marks = textsOf(shown).flatMap((text) => withoutCode(text).match(/[。，、：；？！（）「」]/g) ?? []);
    expect(marks).toEqual([]);
  });
});

/** What the local Slack holds against it. */
function judged(shown: Shown): readonly unknown[] {
  switch (shown.kind) {
    case 'message': {
      const { blocks, fallback = [] } = shown.message;
      return [blocks, fallback].flatMap((each) => checkBlocks([...each], 'message').problems);
    }
    case 'home':
      return checkBlocks([...shown.blocks], 'home').problems;
    case 'dialog': {
      const { title, submit, close, callback, blocks } = shown.dialog;
      const frame = { type: 'modal', callback_id: callback, title: plain(title), close: plain(close), blocks };
      return checkView(submit ? { ...frame, submit: plain(submit) } : frame);
    }
    case 'file':
      return [];
  }
}

function plain(text: string) {
  return { type: 'plain_text', text };
}

/** Scripts and outputs in files are quoted as they are. */
function withoutCode(text: string): string {
  return text.replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

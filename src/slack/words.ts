import type { Language } from '../domain/text.js';
import { context, paragraph, section } from '../view/blocks.js';
import { message } from '../view/message.js';
import { preformatted, richText } from '../view/rich-text.js';
import type { Message } from '../view/surface.js';

/** What only the Slack side has to say: about Slack itself and about clicks that led nowhere. */
const WORDS = {
  linked: {
    'zh-CN': '已关联本故障讨论串：此频道中的回滚会在这里报告进展。',
    en: 'This incident thread is linked: runs in this channel report here from now on.',
  },
  broke: {
    'zh-CN': 'Backout 内部出错，这次操作可能没有生效。请看卡片上的当前状态，再试一次；仍然失败请把编号交给管理员。',
    en: 'Something broke inside Backout and this may not have counted. Look at the card for what is true now and try again; if it fails again, give the reference to whoever runs Backout.',
  },
  reference: { 'zh-CN': '编号', en: 'Reference' },
  unknownButton: {
    'zh-CN': '这个按钮已失效，没有执行任何操作。请用 /rollback status 查看当前状态。',
    en: 'This button is no longer valid; nothing was done. See /rollback status for what is going on.',
  },
  notInvited: {
    'zh-CN': 'Backout 不在这个频道里，无法在这里展示回滚。请先执行 /invite @Backout，再提交一次。',
    en: 'Backout is not in this channel and could not show the run here. Type /invite @Backout first, then submit again.',
  },
  sharedChannel: {
    'zh-CN': '这个频道与其他组织共享，不能在这里申请回滚。请换一个内部频道。',
    en: 'This channel is shared with another organisation. Ask for the run in an internal channel.',
  },
  youTyped: { 'zh-CN': '您填写的内容', en: 'What you filled in' },
  fileRefused: {
    'zh-CN': 'Slack 拒绝了文件上传，以下是内容',
    en: 'Slack refused the file upload; this is its content',
  },
  charactersMore: { 'zh-CN': '个字符未显示', en: 'more characters are not shown' },
  anotherDuplicate: {
    'zh-CN': '这是同一条消息的重复副本，已删除。请使用较新的那条。',
    en: 'That was a second copy of the same message and has been removed. Please use the newer one.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type Word = keyof typeof WORDS;

/** A sentence of the table as plain text. */
export function word(name: Word, language: Language): string {
  return WORDS[name][language];
}

/** A sentence of the table as a message. */
export function note(name: Word, language: Language): Message {
  return message(word(name, language), [section(word(name, language))]);
}

/** Tells a person that something broke, with the reference under which the log has it. */
export function brokeNote(reference: string, language: Language): Message {
  const said = word('broke', language);
  return message(said, [section(said), context(`${word('reference', language)}: ${reference}`)]);
}

/** A refusal together with what the person had typed, so that they can copy it. */
export function withTyped(refusal: Message, typed: readonly string[], language: Language): Message {
  const title = word('youTyped', language);
  const kept = richText(preformatted(typed.join('\n'), 6_000));
  return { text: refusal.text, blocks: [...refusal.blocks, paragraph([{ bold: title }]), kept] };
}

const SHOWN_OF_FILE = 8_000;

/** The beginning of a file that Slack did not take, as a message in its place. */
export function fileAsMessage(title: string, content: string, language: Language): Message {
  const left = content.length - SHOWN_OF_FILE;
  const more = left > 0 ? [context(`… ${left} ${word('charactersMore', language)}`)] : [];
  const head = richText(preformatted(content, SHOWN_OF_FILE));
  return message(title, [paragraph([{ bold: title }]), context(word('fileRefused', language)), head, ...more]);
}

import type { Language } from '../../domain/text.js';
import { fileMessages } from '../../view/file-messages.js';
import type { Surface } from '../../view/surface.js';
import { describeTrouble, type Trouble } from '../trouble.js';
import { type Memory, postNonce } from './memory.js';
import type { Address, Label, Sent } from './sender.js';
import type { Setting } from './setting.js';
import { type Call, isUploadDown } from './verdict.js';

type File = Surface & { readonly kind: 'file' };

/** Whether a file goes out as text: because that was begun, or because no upload works at present. */
export function isText(setting: Setting, memory: Memory, { key }: Surface): boolean {
  return memory.texts.has(key) || isUploadDown(setting);
}

/** From here on the file's text takes its place: what is to be approved must be readable, whole. */
export function startText({ log }: Setting, memory: Memory, call: Call, trouble: Trouble): void {
  log.error({ ...call, said: describeTrouble(trouble) }, 'a file could not be uploaded; posting its text instead');
  memory.texts.set(call.surface, { parts: 0 });
}

/** Posts the next part of a file's text, each once; the first one stands for the file. */
export async function sendText(
  setting: Setting,
  memory: Memory,
  { language, ...label }: Label & { readonly language: Language },
  { key, title, content }: File,
  to: Address,
): Promise<Sent & { readonly isPart?: boolean }> {
  const messages = fileMessages(title, content, language);
  const { parts, ts: first } = memory.texts.get(key) ?? { parts: 0 };
  const next = messages[parts];
  const sent = next ? await setting.sender.post(label, next, to, postNonce(memory, label, to, parts)) : undefined;
  if (!sent?.ok) return sent ?? { ok: true, channel: to.channel, ts: first ?? '' };
  const ts = first ?? sent.ts;
  memory.texts.set(key, { parts: parts + 1, ts });
  return { ...sent, ts, isPart: parts + 1 < messages.length };
}

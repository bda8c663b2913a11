import { newId } from '../ids.js';
import { addMessage, findMessage } from '../messages.js';
import type { Json, StoredFile } from '../model.js';
import { addViolation, announce, type State } from '../state.js';
import { type Answer, fail, isAnswer, type Method, text } from './answer.js';
import { writableChannel } from './chat.js';

/** The three-step upload: ask for a URL, send the bytes there, complete and share. */
export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': { scope: 'files:write', run: getUploadUrl },
  'files.completeUploadExternal': { scope: 'files:write', run: completeUpload },
};

function getUploadUrl(state: State, args: Json): Answer {
  const [name, length] = [text(args, 'filename'), Number(text(args, 'length'))];
  if (!name || !(length > 0)) return fail('invalid_arguments');
  const id = newId('F');
  state.files.set(id, { id, name, title: name, length, createdAt: state.now() });
  return { ok: true, upload_url: `${state.url}/upload/${id}`, file_id: id };
}

/** Takes the bytes that were sent to an upload URL. */
export function storeUpload(state: State, id: string, bytes: Uint8Array): string | undefined {
  const file = state.files.get(id);
  if (!file) return 'file_not_found';
  if (bytes.byteLength !== file.length) {
    addViolation(state, 'upload-length', 'upload', `announced ${file.length} bytes, sent ${bytes.byteLength}`);
  }
  file.bytes = bytes;
  file.length = bytes.byteLength;
  return undefined;
}

function completeUpload(state: State, args: Json): Answer {
  const listed = (Array.isArray(args.files) ? args.files : []) as { id: string; title?: string }[];
  if (listed.length === 0) return fail('invalid_arguments');
  const files = listed.map(({ id }) => state.files.get(id));
  if (files.some((file) => !file?.bytes)) return fail('file_not_found');
  const ready = files as StoredFile[];
  listed.forEach(({ title }, index) => {
    const file = ready[index];
    if (file && title) file.title = title;
  });
  const refusal = share(state, args, ready);
  announce(state, 'file');
  // Sharing is asynchronous in Slack: the answer has no message ts.
  return refusal ?? { ok: true, files: ready.map(({ id, title }) => ({ id, title })) };
}

function share(state: State, args: Json, files: StoredFile[]): Answer | undefined {
  const wanted = text(args, 'channel_id');
  if (!wanted) return undefined;
  const channel = writableChannel(state, wanted);
  if (isAnswer(channel)) return channel;
  const thread = text(args, 'thread_ts');
  if (state.deleted.has(`${channel.id}/${thread}`) && !findMessage(state, channel.id, thread)) {
    return fail('thread_not_found');
  }
  if (thread && findMessage(state, channel.id, thread)?.threadTs) {
    addViolation(
      state,
      'thread-parent',
      'files.completeUploadExternal',
      "thread_ts must be the parent's, not a reply's",
    );
  }
  for (const file of files) Object.assign(file, { channel: channel.id }, thread ? { threadTs: thread } : {});
  addMessage(state, {
    channel: channel.id,
    user: state.bot.userId,
    text: text(args, 'initial_comment'),
    files: files.map(({ id }) => id),
    ...(thread ? { threadTs: thread } : {}),
  });
  return undefined;
}

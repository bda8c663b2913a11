import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Message } from '../../view/surface.js';
import { type Trouble, troubleOf } from '../trouble.js';
import { isContentError, type Variant, variantsOf } from '../variants.js';

/** Where a post goes. */
export type Address = {
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly broadcast?: boolean | undefined;
};
/** Which surface of which run; written into the message's metadata, ids only. */
export type Label = { readonly run: string; readonly surface: string };

export type Sent =
  | { readonly ok: true; readonly channel: string; readonly ts: string }
  | { readonly ok: false; readonly trouble: Trouble };

/** The three calls the projector makes. None of them throws. */
export type Sender = {
  /** `nonce`: the post's own name, the same when it is tried again. */
  post(label: Label, message: Message, to: Address, nonce: string): Promise<Sent>;
  edit(label: Label, message: Message, at: { readonly channel: string; readonly ts: string }): Promise<Sent>;
  /** Sharing is asynchronous in Slack, so `ts` is the file's id. */
  upload(file: { readonly name: string; readonly title: string; readonly content: string }, to: Address): Promise<Sent>;
};

/** Content that Slack refuses is sent again with older blocks, then as bare text; what was refused is logged. */
export function createSender(client: WebClient, log: Logger): Sender {
  let refusesNewBlocks = false;

  async function sendBest(label: Label, message: Message, send: (variant: Variant) => Promise<Sent>): Promise<Sent> {
    let sent: Sent = { ok: false, trouble: { kind: 'unreachable', detail: 'nothing to send' } };
    const variants = variantsOf(message, refusesNewBlocks);
    for (const variant of variants) {
      sent = await send(variant);
      const [first, second] = variants;
      if (sent.ok && variant === second && first?.blocks && variants.length === 3) refusesNewBlocks = true;
      if (sent.ok || sent.trouble.kind !== 'refused' || !isContentError(sent.trouble.error)) return sent;
      log.error(
        { ...label, error: sent.trouble.error },
        'Slack refused the content of a message; sending a plainer one',
      );
    }
    return sent;
  }

  return {
    post: (label, message, to, nonce) =>
      sendBest(label, message, (variant) => attempt(() => post(client, label, variant, { ...to, nonce }))),
    edit: (label, message, at) =>
      sendBest(label, message, (variant) => attempt(() => edit(client, label, variant, at))),
    upload: (file, to) => attempt(() => upload(client, file, to)),
  };
}

async function attempt(call: () => Promise<{ channel: string; ts: string }>): Promise<Sent> {
  try {
    return { ok: true, ...(await call()) };
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) };
  }
}

async function post(client: WebClient, label: Label, variant: Variant, to: Address & { readonly nonce: string }) {
  const thread = to.thread ? { thread_ts: to.thread, reply_broadcast: to.broadcast ?? false } : {};
  const { channel, ts } = await client.chat.postMessage({
    ...{ channel: to.channel, ...variant, ...thread, metadata: metadataOf(label) },
    ...{ unfurl_links: false, unfurl_media: false, link_names: false, client_msg_id: to.nonce },
  });
  return { channel: channel ?? to.channel, ts: ts ?? '' };
}

async function edit(client: WebClient, label: Label, variant: Variant, at: { channel: string; ts: string }) {
  const { channel, ts } = at;
  await client.chat.update({ channel, ts, ...variant, metadata: metadataOf(label), link_names: false });
  return { channel, ts };
}

type NewFile = { readonly name: string; readonly title: string; readonly content: string };

async function upload(client: WebClient, { name, title, content }: NewFile, to: Address) {
  const file = { filename: name, title, content, channel_id: to.channel };
  const { files } = await client.filesUploadV2(to.thread ? { ...file, thread_ts: to.thread } : file);
  return { channel: to.channel, ts: files[0]?.files?.[0]?.id ?? '' };
}

function metadataOf({ run, surface }: Label) {
  return { event_type: 'backout_run', event_payload: { run, surface } };
}

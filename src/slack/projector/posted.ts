import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { MessageStore, PostedMessage } from '../../engine/ports.js';
import type { Surface } from '../../view/surface.js';

/** What of a run is in Slack: the projector's own knowledge, kept durably. */
export type Posted = {
  /** Reads what the store has, once; rejects when it cannot, and may be called again. */
  load(): Promise<void>;
  get(key: string): PostedMessage | undefined;
  /** Keys that are in Slack. */
  keys(): ReadonlySet<string>;
  /** Remembers at once; a store that fails costs at most a second copy after a restart. */
  save(key: string, message: PostedMessage): Promise<void>;
  /** It is gone from Slack, and will be posted anew. */
  forget(key: string): void;
};

export function createPosted(runId: string, store: MessageStore, log: Logger): Posted {
  const messages = new Map<string, PostedMessage>();
  let loaded = false;
  return {
    async load() {
      if (loaded) return;
      for (const { key, ...message } of await store.all(runId)) messages.set(key, message);
      loaded = true;
    },
    get: (key) => messages.get(key),
    keys: () => new Set(messages.keys()),
    async save(key, message) {
      messages.set(key, message);
      try {
        await store.save(runId, key, message);
      } catch (error) {
        log.error({ err: error, run: runId, surface: key }, 'could not store where a message is');
      }
    },
    forget: (key) => void messages.delete(key),
  };
}

/** Names what a surface shows, to tell whether Slack shows the same. */
export function digestOf(surface: Surface): string {
  const shown = surface.kind === 'message' ? [surface.message.text, surface.message.blocks] : [surface.content];
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}

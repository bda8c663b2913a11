import type { Deliveries, MessageStore, PostedMessage } from '../../src/engine/ports.js';

/** A message store that lives as long as its test. */
export function memoryMessages(): MessageStore & { readonly kept: ReadonlyMap<string, PostedMessage> } {
  const kept = new Map<string, PostedMessage>();
  return {
    kept,
    find: async (run, key) => kept.get(`${run} ${key}`),
    all: async (run) =>
      [...kept].flatMap(([name, message]) =>
        name.startsWith(`${run} `) ? [{ key: name.slice(run.length + 1), ...message }] : [],
      ),
    save: async (run, key, message) => void kept.set(`${run} ${key}`, message),
  };
}

export function memoryDeliveries(): Deliveries {
  const seen = new Set<string>();
  return {
    async isFirst(key) {
      const isFirst = !seen.has(key);
      seen.add(key);
      return isFirst;
    },
  };
}

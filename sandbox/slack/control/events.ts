import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { State } from '../state.js';

/** Server-sent events: one line whenever something changed, so that nobody has to poll. */
export function streamChanges(context: Context, state: State) {
  return streamSSE(context, async (stream) => {
    let wake = () => {};
    const kinds = new Set<string>(['open']);
    const listen = (kind: string) => {
      kinds.add(kind);
      wake();
    };
    state.changes.on('change', listen);
    stream.onAbort(() => listen('closed'));
    while (!stream.aborted && !kinds.has('shutdown')) {
      const data = JSON.stringify([...kinds]);
      kinds.clear();
      await stream.writeSSE({ event: 'change', data });
      // A change that came while writing has already been collected.
      if (kinds.size === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
    state.changes.off('change', listen);
  });
}

import type { RunState } from '../run/state.js';
import type { Ledger } from './ledger.js';

/** Closed runs as `read` found them, read again only after one of them changed: many people may ask at once. */
export function rememberClosed(
  ledger: Pick<Ledger, 'subscribe'>,
  read: () => Promise<readonly RunState[]>,
): () => Promise<readonly RunState[]> {
  let known: Promise<readonly RunState[]> | undefined;
  ledger.subscribe(({ phase }) => {
    if (phase === 'closed') known = undefined;
  });
  return () => {
    if (known) return known;
    const asked = read().then((runs) => runs.filter(({ phase }) => phase === 'closed'));
    known = asked;
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked;
  };
}

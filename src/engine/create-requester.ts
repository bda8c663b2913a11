import { failed } from '../domain/result.js';
import type { Inside } from './deps.js';
import type { Engine } from './engine.js';
import { openRequest } from './open-request.js';
import { openUndo } from './open-undo.js';

/**
 * Opens runs, or says why not. Requests of one system come one after the other, so that two at once cannot both be the
 * first: whoever is later waits in its queue.
 */
export function createRequester(inside: Inside): Pick<Engine, 'request' | 'requestUndo'> {
  const last = new Map<string, Promise<unknown>>();
  const inTurn = <T>(system: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(system) ?? Promise.resolve()).then(work);
    last.set(
      system,
      turn.catch(() => undefined),
    );
    return turn;
  };
  return {
    request: (input) => inTurn(input.system, () => openRequest(inside, input)),
    requestUndo: async (input) => {
      const before = await inside.ledger.find(input.runId);
      if (!before) return failed({ code: 'run.unknown', at: input.runId });
      return inTurn(before.request.plan.name, () => openUndo(before, input, inside));
    },
  };
}

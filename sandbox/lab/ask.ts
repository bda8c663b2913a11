import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { Agent, fetch } from 'undici';
import { type Ask, askThrough } from '../systems/ask.js';

/** Asks the sites of a lab as the world does: by their public names, which only the lab knows, over TLS. */
export function createLabAsk(authorityFile: string, addresses: Readonly<Record<string, string>>) {
  const lookup: LookupFunction = (name, { all }, tell) => {
    const address = addresses[name];
    if (address === undefined) tell(new Error(`${name} is no name of this lab`), []);
    else if (all) tell(null, [{ address, family: 4 }]);
    else tell(null, address, 4);
  };
  const dispatcher = new Agent({ connect: { ca: readFileSync(authorityFile), lookup } });
  const ask: Ask = askThrough((url, init) => fetch(url, { ...init, dispatcher }));
  return { ask, close: () => dispatcher.destroy() };
}

import { randomInt } from 'node:crypto';
import { isListening } from './is-listening.js';

/** Below those that Linux, macOS and Windows give to whoever asks for any port, and to every outgoing connection. */
const OWN = { from: 10_240, to: 32_768 } as const;

/**
 * A port on the loopback address that nobody listens on. Nobody is given it by chance either, so a server may close it for a while
 * and open it again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(OWN.from, OWN.to);
    if (!(await isListening(port))) return port;
  }
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Something a person must change before the demonstration can start; the message says what. */
export class CannotStart extends Error {
  override name = 'CannotStart';
}

/** Checks, before anything is started, that this machine has what the demonstration needs, and reads the port. */
export async function checkMachine(env: NodeJS.ProcessEnv): Promise<{ readonly port: number }> {
  if (process.platform === 'win32') {
    throw new CannotStart('The demo needs a POSIX shell. On Windows, run it inside WSL.');
  }
  try {
    await run('git', ['--version']);
  } catch {
    throw new CannotStart('git is missing. Install it (apt install git, brew install git) and run npm run demo again.');
  }
  return { port: readPort(env.PORT) };
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 4400;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CannotStart(`PORT must be a number up to 65535, not "${text}". For example: PORT=4401 npm run demo`);
}

/** Turns "address already in use" into what to do about it; other errors stay what they are. */
export function explainPort(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException | undefined)?.code !== 'EADDRINUSE') return error;
  const other = port === 65_535 ? 4400 : port + 1;
  return new CannotStart(
    `Port ${port} is in use. Stop what listens there, or choose another: PORT=${other} npm run demo`,
  );
}

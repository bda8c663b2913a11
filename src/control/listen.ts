import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { failed, ok, type Result } from '../domain/result.js';
import type { Milliseconds } from '../domain/time.js';
import { type Desk, QUESTION } from './question.js';
import { socketOf, socketProblem } from './socket-path.js';

/** Questions are short; whoever sends more is nobody of ours. */
const LONGEST = 64 * 1024;
const QUESTION_TAKES: Milliseconds = 5_000;
/** How long an end waits for answers that are being made. */
const ANSWER_TAKES: Milliseconds = 500;
const MOST_AT_ONCE = 16;

/** A bot's ear for operators' commands on its machine. */
export type Control = { close(): Promise<void> };

/**
 * Listens on a socket beside the journal, for the owner of the file alone (0600). The socket of a bot that died is replaced; one
 * that somebody answers on never is. Fails with `port.unusable`.
 */
export async function listenBeside(journalFile: string, desk: Desk, log: Logger): Promise<Result<Control>> {
  const path = socketOf(journalFile);
  const problem = socketProblem(path) ?? (await clear(path));
  if (problem) return failed({ code: 'port.unusable', at: path, detail: problem });
  const talks = new Set<Promise<void>>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const talk = answerOn(socket, desk, log).finally(() => talks.delete(talk));
    talks.add(talk);
  });
  server.maxConnections = MOST_AT_ONCE;
  const refused = await listen(server, path);
  if (refused) return failed({ code: 'port.unusable', at: path, detail: refused });
  server.on('error', (error) => log.warn({ err: error }, 'the control socket has trouble'));
  return ok({
    async close() {
      server.close();
      await Promise.race([Promise.allSettled([...talks]), pause(ANSWER_TAKES, undefined, { ref: false })]);
    },
  });
}

/** Takes away what a dead bot left; says why the place cannot be used. */
async function clear(path: string): Promise<string | undefined> {
  const code = await new Promise<string>((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve('answered');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  if (code === 'ENOENT') return undefined;
  if (code !== 'ECONNREFUSED') return code === 'answered' ? 'somebody answers there already' : code;
  return unlink(path).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

function listen(server: Server, path: string): Promise<string | undefined> {
  // The socket is made with these rights at once: nobody else can have connected before.
  const before = process.umask(0o177);
  try {
    return new Promise((resolve) => {
      server.once('error', ({ message }) => resolve(message));
      server.listen(path, () => resolve(undefined));
    });
  } finally {
    process.umask(before);
  }
}

/** One question, one answer, and goodbye. */
async function answerOn(socket: Socket, desk: Desk, log: Logger): Promise<void> {
  socket.on('error', (error) => log.debug({ err: error }, 'an operator went away'));
  const line = await readLine(socket);
  if (line === undefined) {
    socket.destroy();
    return;
  }
  const question = QUESTION.safeParse(parsed(line));
  if (question.success) log.info({ question: question.data.ask }, 'an operator asks');
  const detail = 'this Backout does not know the question; after an update it must be started again';
  const answer = question.success
    ? await desk.ask(question.data)
    : failed({ code: 'input.invalid', at: 'question', detail });
  socket.end(`${JSON.stringify(answer)}\n`);
}

function readLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let heard = '';
    socket.setEncoding('utf8');
    socket.setTimeout(QUESTION_TAKES, () => resolve(undefined));
    socket.on('data', (chunk: string) => {
      heard += chunk;
      const end = heard.indexOf('\n');
      if (end < 0 && heard.length <= LONGEST) return;
      socket.setTimeout(0);
      socket.removeAllListeners('data');
      socket.resume();
      resolve(end < 0 ? undefined : heard.slice(0, end));
    });
    socket.on('end', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

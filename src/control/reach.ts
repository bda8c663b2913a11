import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Failure } from '../domain/failure.js';
import { failed, type Result } from '../domain/result.js';
import type { Milliseconds } from '../domain/time.js';
import { openIdleJournal, type Store } from '../store/open-journal.js';
import type { Answers, Desk, Question } from './question.js';
import { socketOf, socketProblem } from './socket-path.js';

/** The longest that an answer may take: a copy of a large journal, or a host that does not answer. */
const ANSWER_TAKES: Milliseconds = 600_000;
/** A bot that has just opened its journal listens a moment later. */
const TRIES = 8;
const BETWEEN_TRIES: Milliseconds = 250;

/** Who can be asked about a journal: its bot, or the file itself while no bot runs. */
export type Reached =
  | { readonly kind: 'bot'; readonly desk: Desk }
  | { readonly kind: 'idle'; readonly store: Store }
  | { readonly kind: 'missing' }
  /** Some Backout holds the file and does not answer; `why` is what was tried, in technical words. */
  | { readonly kind: 'silent'; readonly why: string }
  | { readonly kind: 'broken'; readonly failure: Failure };

/** Finds out who answers for the journal. Of `idle` the caller closes the store. */
export async function reach(journalFile: string, triesLeft = TRIES): Promise<Reached> {
  const path = socketOf(journalFile);
  const refusal = socketProblem(path) ?? (await knock(path));
  if (refusal === undefined) return { kind: 'bot', desk: { ask: (question) => askBot(path, question) } };
  if (!(await exists(journalFile))) return { kind: 'missing' };
  const opened = await openIdleJournal(journalFile);
  if (opened.ok) return { kind: 'idle', store: opened.value };
  if (opened.failure.code !== 'journal.busy') return { kind: 'broken', failure: opened.failure };
  if (triesLeft <= 1) return { kind: 'silent', why: `${path}: ${refusal}` };
  await pause(BETWEEN_TRIES);
  return reach(journalFile, triesLeft - 1);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Whether a bot answers for the journal at this moment; the file is not opened. */
export async function isBotThere(journalFile: string): Promise<boolean> {
  const path = socketOf(journalFile);
  return socketProblem(path) === undefined && (await knock(path)) === undefined;
}

/** Why nobody opens; undefined when somebody does. */
function knock(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

function askBot<Q extends Question>(path: string, question: Q): Promise<Result<Answers[Q['ask']]>> {
  const lost = (detail: string) => failed({ code: 'input.invalid', at: path, detail });
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(path, () => socket.write(`${JSON.stringify(question)}\n`));
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_TAKES, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (chunk: string) => {
      heard += chunk;
    });
    socket.once('error', ({ message }) => resolve(lost(message)));
    socket.once('end', () => {
      socket.end();
      // The bot runs as the same account from the same sources: what it says is taken as it is.
      resolve(heard.endsWith('\n') ? JSON.parse(heard) : lost('the bot ended before it had answered'));
    });
  });
}

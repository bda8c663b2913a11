import { z } from 'zod';
import type { Note } from '../domain/note.js';
import type { Result } from '../domain/result.js';
import { LANGUAGES } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import type { Phase } from '../run/state.js';
import type { Audit } from '../store/audit.js';
import type { Broken } from './break-lock.js';
import type { LockLook } from './locks.js';

const NAME = z.string().min(1).max(200);

/** What an operator's command asks of the journal: of the running bot over its socket, or of the file itself. */
export const QUESTION = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('status'), language: z.enum(LANGUAGES) }),
  z.strictObject({ ask: z.literal('audit'), run: NAME.optional(), anchor: NAME.optional() }),
  z.strictObject({
    ask: z.literal('record'),
    run: NAME,
    /** As it was when so many events were written. */
    events: z.int().positive().optional(),
    language: z.enum(LANGUAGES).optional(),
  }),
  z.strictObject({ ask: z.literal('copy') }),
  z.strictObject({ ask: z.literal('lock'), system: NAME }),
  z.strictObject({
    ...{ ask: z.literal('break'), system: NAME, run: NAME, by: NAME },
    ...{ reason: z.string().min(1).max(500), force: z.boolean() },
  }),
]);
export type Question = z.infer<typeof QUESTION>;
export type Ask = Question['ask'];

/** A run that is not closed. */
export type OpenRun = {
  readonly run: string;
  readonly system: string;
  readonly scheme: string;
  readonly phase: Phase;
  /** When it last moved. */
  readonly since: Instant;
  /** The person who asked for it, by the name they had then. */
  readonly by: string;
  readonly reason: string;
  readonly requestedAt: Instant;
  /** When it was approved: from then on until it is closed it holds the system, and may change its hosts. */
  readonly holdsSince?: Instant;
  /** What it is doing and who must act next, in the language asked for. */
  readonly next: string;
  readonly timezone: string;
};

export type Status = {
  readonly open: readonly OpenRun[];
  /** Runs whose part of the journal cannot be read. */
  readonly damaged: readonly string[];
  /** The newest notes of operators, newest first. */
  readonly notes: readonly Note[];
};

/** Where the hash of a posted record stands in its run's chain. */
export type Anchored =
  | { readonly kind: 'last'; readonly events: number }
  /** Events were added after that record was posted. */
  | { readonly kind: 'within'; readonly events: number; readonly after: number }
  | { readonly kind: 'absent' };

export type Answers = {
  readonly status: Status;
  /** `head`: the hash with which the chain of the one run ends. */
  readonly audit: Audit & { readonly head?: string; readonly anchored?: Anchored };
  readonly record: { readonly content: string };
  /** The copy, beside the journal; whoever asked takes it from there. */
  readonly copy: { readonly file: string };
  readonly lock: LockLook;
  readonly break: Broken;
};

/** Who answers: the running bot, or this process in its place. */
export type Desk = {
  ask<Q extends Question>(question: Q): Promise<Result<Answers[Q['ask']]>>;
};

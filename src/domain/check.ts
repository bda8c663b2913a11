import type { NamedFailure } from './failure.js';
import type { Cites } from './plan.js';
import type { Text } from './text.js';
import type { Milliseconds } from './time.js';

/** Whether a failing check ends the run's success (`required`), or only makes it partial (`advisory`). Before a run: blocks it, or is evidence of what is broken. */
export type CheckWeight = 'required' | 'advisory';

/** Asks again up to `times` in all, `every` apart, until the answer is yes. */
export type Retry = { readonly times: number; readonly every: Milliseconds };

/** What a value in a JSON answer must be. `below` and `above` take numbers; the bound itself does not pass. */
export type Expectation =
  | { readonly equals: string | number | boolean | null }
  | { readonly below: number }
  | { readonly above: number }
  | { readonly present: true }
  /** What this variable holds at the run, e.g. `BACKUP_NAME`. */
  | { readonly variable: string };

/** What every series that Prometheus answers an instant query with must be. */
export type SeriesWish = {
  readonly query: string;
  readonly every: { readonly below: number } | { readonly above: number };
};

/** One HTTP request of a chain. `path` is an RFC 6570 level-1 template over values saved earlier in the chain. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  /** Templates like `path`, e.g. `Bearer {TOKEN}`; a value used here is never shown as evidence. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** Text that the answer must hold, and text that it must not, letter by letter as the service sends them. */
  readonly contains?: string;
  readonly lacks?: string;
  /** Dotted path in the JSON answer -> what must stand there. */
  readonly json: Readonly<Record<string, Expectation>>;
  /** Name -> dotted paths, the first present one is kept for later requests. */
  readonly save: Readonly<Record<string, readonly string[]>>;
  /** Asks Prometheus: the answer is read as its series. */
  readonly series?: SeriesWish;
  readonly retry: Retry;
};

/** The part of the record that a check belongs to (S1.59 to S1.61). */
export type CheckArea = 'service' | 'function' | 'performance';

type CheckBase = {
  readonly id: string;
  readonly title: Text;
  readonly weight: CheckWeight;
  readonly area: CheckArea;
  /** Retried whole; a check that writes is never retried whole, only its follow-up reads are. */
  readonly retry: Retry;
  /** Once it passed, it must go on passing for this long, asked this often. */
  readonly soak?: { readonly lasts: Milliseconds; readonly every: Milliseconds };
  readonly cites: Cites;
};

/** A script on a target that passes with exit code 0 and, if given, only when its output contains `contains`. */
export type CommandCheck = CheckBase & {
  readonly kind: 'command';
  readonly target: string;
  readonly run: string;
  readonly contains?: string;
  /** A file whose end is marked before the first step; the script gets the mark as `LOG_MARK`: `<inode> <bytes> <last words>` (S1.41). */
  readonly marks?: string;
  /** The host's time is noted before the first step; the script gets it as `LOG_MARK`: `@<seconds since 1970>`. */
  readonly since?: true;
  readonly deadline: Milliseconds;
};

/** HTTP requests from the bot, outside the hosts: the user's view. */
export type HttpCheck = CheckBase & {
  readonly kind: 'http';
  /** The inventory variable that holds the base URL. */
  readonly base: string;
  readonly requests: readonly HttpRequest[];
  /** True when a request changes something, e.g. starts a diagnosis with test data. */
  readonly writes: boolean;
  readonly deadline: Milliseconds;
};

/** A usable backup exists in the named source. */
export type BackupCheck = CheckBase & { readonly kind: 'backup'; readonly source: string };

/** A question that only a person can answer, e.g. whether users complain (S2.74 to S2.76). */
export type ManualCheck = CheckBase & {
  readonly kind: 'manual';
  /** The role expected to answer; without it, anybody who has a say. */
  readonly role?: string;
  /** Without an answer by then it is unknown. */
  readonly within: Milliseconds;
};

/** A question answered pass, fail or unknown, with evidence. */
export type Check = CommandCheck | HttpCheck | BackupCheck | ManualCheck;

/** How far a chain of requests has come once something was sent that must not be sent twice. */
export type ChainProgress = {
  /** Requests answered as expected, from the first. */
  readonly answered: number;
  /** What they saved for the later ones. */
  readonly saved: Readonly<Record<string, string>>;
  /** What was seen, one entry a request. */
  readonly evidence: readonly string[];
};

export type Verdict = 'pass' | 'fail' | 'unknown';

/** A check's answer. `evidence` is what was seen, in one or a few lines, already free of secrets and control characters. */
export type CheckAnswer = {
  readonly verdict: Verdict;
  readonly evidence: string;
  /** Why there is no answer, when something expected went wrong on the way. */
  readonly failure?: NamedFailure;
};

import type { Instant, Milliseconds } from '../domain/time.js';
import type { Clock } from '../engine/ports.js';

/** Whether the bot can do its job now. */
export type Health = {
  readonly ok: boolean;
  readonly slack: { readonly connected: boolean };
  readonly journal: { readonly writable: boolean };
  readonly runs: { readonly open: number };
  /** What is wrong and what to look at; empty when nothing is. */
  readonly problems: readonly string[];
};

export type HealthSources = {
  readonly connected: () => boolean;
  /** Writes something; rejects or never returns when the journal takes nothing. */
  readonly write: () => Promise<unknown>;
  readonly openRuns: () => number;
  readonly clock: Clock;
};

/** Slack renews connections and has its moments; only what lasts is a problem. */
const WITHOUT_SLACK: Milliseconds = 60_000;
const LOOK_EVERY: Milliseconds = 5_000;
/** The journal is tried at most this often, however often somebody asks. */
const TRY_EVERY: Milliseconds = 10_000;
const WRITE_TAKES: Milliseconds = 3_000;

/** `now` tells the health at this moment; `stop` ends the looking in between. */
export function createHealth(sources: HealthSources): { now(): Promise<Health>; stop(): void } {
  const { clock, connected, openRuns } = sources;
  let connectedAt = clock.now();
  const look = () => {
    if (connected()) connectedAt = clock.now();
  };
  const timer = setInterval(look, LOOK_EVERY);
  timer.unref();
  const isWritable = remembered(() => succeedsInTime(sources.write), clock);
  return {
    async now() {
      look();
      const writable = await isWritable();
      const problems = [...slackProblems(clock.now() - connectedAt), ...(writable ? [] : [JOURNAL])];
      return {
        ok: problems.length === 0,
        slack: { connected: connected() },
        journal: { writable },
        runs: { open: openRuns() },
        problems,
      };
    },
    stop: () => clearInterval(timer),
  };
}

const JOURNAL = 'the journal cannot be written: look at its disk; nothing is executed meanwhile';

function slackProblems(silentFor: Milliseconds): readonly string[] {
  if (silentFor <= WITHOUT_SLACK) return [];
  const seconds = Math.round(silentFor / 1_000);
  return [`not connected to Slack for ${seconds} s: look at the log; runs under way go on`];
}

/** Asks again only after a while; who asks meanwhile is told the same. */
function remembered(ask: () => Promise<boolean>, clock: Clock): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined;
  let askedAt: Instant = 0;
  return () => {
    if (!answer || clock.now() - askedAt >= TRY_EVERY) {
      askedAt = clock.now();
      answer = ask();
    }
    return answer;
  };
}

function succeedsInTime(write: () => Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), WRITE_TAKES);
    write()
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(timer));
  });
}

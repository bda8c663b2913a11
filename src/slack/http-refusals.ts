import type { Logger as BoltLogger } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Milliseconds } from '../domain/time.js';
import { boltLogger } from './bolt-logger.js';

/** Anybody may knock at a public address: refusals are said once, then counted and said at most this often. */
const QUIET: Milliseconds = 60_000;

/** A logger for Bolt's HTTP receiver. Everything it warns of is a request that it refused. */
export function refusalLogger(log: Logger): BoltLogger {
  let refused = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    ...boltLogger(log),
    warn(...said) {
      refused += 1;
      const now = performance.now();
      if (now - saidAt < QUIET) return;
      log.warn(
        { refused, detail: said.join(' ') },
        'refused what Slack did not sign; if Slack did, SLACK_SIGNING_SECRET is wrong',
      );
      [refused, saidAt] = [0, now];
    },
  };
}

import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

const ORDER = [LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARN, LogLevel.ERROR];

/** Sends what Bolt and the Slack clients log to pino. Below a warning they log payloads, so nothing below it passes. */
export function boltLogger(log: Logger): BoltLogger {
  const passes = (level: LogLevel) => ORDER.indexOf(level) >= ORDER.indexOf(LogLevel.WARN);
  const write = (level: LogLevel, said: readonly unknown[]) => {
    if (!passes(level)) return;
    const err = said.find((part) => part instanceof Error);
    log[level]({ from: 'slack-sdk', ...(err ? { err } : {}) }, said.filter((part) => part !== err).join(' '));
  };
  return {
    debug: (...said) => write(LogLevel.DEBUG, said),
    info: (...said) => write(LogLevel.INFO, said),
    warn: (...said) => write(LogLevel.WARN, said),
    error: (...said) => write(LogLevel.ERROR, said),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

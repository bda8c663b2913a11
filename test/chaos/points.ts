import { openSync, readFileSync, writeSync } from 'node:fs';

/** The n-th time, from 1, that a bot passes a point, and the signal that it gives itself there. */
export type Moment = { readonly point: string; readonly nth: number; readonly signal: NodeJS.Signals };

/** Called at each point that a bot passes, by name: `journal.append:steps.sent:before`. */
export type Passing = (point: string) => void;

/**
 * Writes down every point that is passed, and at one of them gives this process a signal. A point is on the trace before the
 * signal comes, whatever the signal is. What earlier lives of the bot passed counts.
 */
export function createPassing(traceFile: string, moment?: Moment): Passing {
  const trace = openSync(traceFile, 'a');
  let passed = readFileSync(traceFile, 'utf8')
    .split('\n')
    .filter((line) => line === moment?.point).length;
  return (point) => {
    writeSync(trace, `${point}\n`);
    if (point !== moment?.point) return;
    passed += 1;
    // Delivered before the call returns: nothing of this process runs on behind it.
    if (passed === moment.nth) process.kill(process.pid, moment.signal);
  };
}

/** Each point of a trace as the moment of a kill. */
export function momentsIn(trace: readonly string[]): readonly Moment[] {
  const counts = new Map<string, number>();
  return trace.map((point) => {
    const nth = (counts.get(point) ?? 0) + 1;
    counts.set(point, nth);
    return { point, nth, signal: 'SIGKILL' };
  });
}

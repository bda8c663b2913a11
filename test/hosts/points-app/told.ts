import type { RunState } from '../../../src/run/state.js';

/** What did not pass, with what was said, for whoever reads a failed test. */
export function failures({ steps, checks, prechecks }: RunState) {
  return [
    ...steps.filter(({ status }) => status !== 'succeeded').map(({ id, status, output }) => [id, status, output?.text]),
    ...[...prechecks, ...checks]
      .filter(({ weight, answer }) => weight === 'required' && answer?.verdict !== 'pass')
      .map(({ id, answer }) => [id, answer]),
  ];
}

/** The required checks that did not pass. */
export function missedBy(checks: RunState['checks']): readonly string[] {
  return checks.filter(({ weight, answer }) => weight === 'required' && answer?.verdict !== 'pass').map(({ id }) => id);
}

/** What the checks that ask Prometheus said, by their ids. */
export function watched(checks: RunState['checks']) {
  const asking = checks.filter(({ id }) => ['up', 'error-rate', 'response-time'].includes(id));
  return Object.fromEntries(asking.map(({ id, answer }) => [id, answer?.verdict]));
}

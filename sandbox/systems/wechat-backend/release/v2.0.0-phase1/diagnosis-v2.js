const lockWaitMs = 300;
let started = 0;

/**
 * The v2 diagnosis, driven by the new state machine. Two workers share one lock that is never given back:
 * every other task dies in the state machine, the rest stay in `ai_fetching` with a stub for a report.
 */
export async function startV2(task, { log }) {
  started += 1;
  task.stage = 'ai_fetching';
  task.stubReport = {};
  if (started % 2 === 0) {
    log.error('diagnosis.v2', `execution_id=${task.id} task stuck in ai_fetching: state lock held by another worker`);
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, lockWaitMs));
  throw new StateMachineError(`invalid transition ai_fetching -> report_saving, no state lock after ${lockWaitMs} ms`);
}

class StateMachineError extends Error {
  name = 'StateMachineError';
}

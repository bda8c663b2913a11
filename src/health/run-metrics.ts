import { Counter, Histogram, type Registry } from 'prom-client';
import type { StepState } from '../run/state.js';
import type { RunChange } from './run-changes.js';

/** Counts runs, steps and decisions as they change. */
export function countRuns(registry: Registry): (change: RunChange) => void {
  const registers = [registry];
  const closed = new Counter({
    name: 'backout_runs_closed_total',
    help: 'Closed runs, by system and outcome.',
    labelNames: ['system', 'outcome'],
    registers,
  });
  const steps = new Counter({
    name: 'backout_steps_ended_total',
    help: 'Steps that ended, by system and status; lost: nobody knows how.',
    labelNames: ['system', 'status'],
    registers,
  });
  const stepSeconds = new Histogram({
    name: 'backout_step_duration_seconds',
    help: 'How long steps took, by system and status.',
    labelNames: ['system', 'status'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600],
    registers,
  });
  const decisionSeconds = new Histogram({
    name: 'backout_decision_seconds',
    help: 'From the request to the decision, by system and verdict.',
    labelNames: ['system', 'verdict'],
    buckets: [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600],
    registers,
  });
  return (change) => {
    const system = change.state.request.plan.name;
    for (const { status, durationMs } of change.steps.filter(isOver)) {
      steps.inc({ system, status });
      if (durationMs !== undefined) stepSeconds.observe({ system, status }, durationMs / 1_000);
    }
    const { decided, closed: outcome } = change;
    if (decided) decisionSeconds.observe({ system, verdict: decided.verdict }, decided.after / 1_000);
    if (outcome) closed.inc({ system, outcome });
  };
}

function isOver({ status }: StepState): boolean {
  return status !== 'pending' && status !== 'running';
}

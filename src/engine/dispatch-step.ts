import type { Step } from '../domain/plan.js';
import { failed, ok, type Result } from '../domain/result.js';
import { Secret } from '../domain/secret.js';
import type { Target } from '../domain/target.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import type { StepOrder } from './ports.js';

/** Everything a step is sent with. */
export type Dispatch = {
  readonly step: Step;
  readonly target: Target;
  readonly order: StepOrder;
  readonly secrets: readonly Secret[];
};

/** Where a step goes and with what; the token has no attempt number, so that it can be claimed only once. */
export async function dispatchStep(state: RunState, stepId: string, { secrets }: Inside): Promise<Result<Dispatch>> {
  const { request } = state;
  const step = request.scheme.steps.find(({ id }) => id === stepId);
  const target = step && request.targets[step.target];
  if (!step || !target) return failed({ code: 'target.unknown', at: step?.target ?? stepId });
  const files: Record<string, Secret> = {};
  const known: Secret[] = [];
  for (const name of step.secrets) {
    const secret = await secrets.read(request.plan.name, name);
    if (!secret.ok) return secret;
    const header = request.secrets.find((use) => use.name === name)?.header;
    files[name] = header ? new Secret(`${header}: ${secret.value.reveal()}\n`) : secret.value;
    known.push(secret.value);
  }
  const env = { ...request.variables, BACKOUT_RUN: state.id, BACKOUT_STEP: stepId };
  const script = { text: step.run, env, secrets: files, deadline: step.deadline };
  return ok({ step, target, secrets: known, order: { token: `${request.token}.${stepId}`, script } });
}

import type { Failure } from '../domain/failure.js';
import type { SecretUse } from '../domain/plan.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Step } from '../domain/scheme.js';
import { Secret } from '../domain/secret.js';
import type { Target } from '../domain/target.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState } from '../run/state.js';
import { activeSteps } from '../run/steps.js';
import type { Inside } from './deps.js';
import { environmentOf } from './environment.js';
import type { Script, Secrets, StepOrder } from './ports.js';
import { stepScript } from './step-script.js';

/** Everything a step is sent with. */
export type Dispatch = {
  readonly step: Step;
  readonly target: Target;
  readonly order: StepOrder;
  /** The step's own look at its work. */
  readonly verify?: Omit<Script, 'secrets'>;
  /** Those that could be read: they are taken out of whatever the step prints. */
  readonly secrets: readonly Secret[];
  /** A secret that cannot be read: the step must not start, but one that was sent before can still be asked about. */
  readonly unreadable?: Failure;
};

/** Where a step goes and with what. Each attempt that was approved has a token of its own, which can be claimed only once. */
export async function dispatchStep(state: RunState, stepId: string, inside: Inside): Promise<Result<Dispatch>> {
  const { request } = state;
  const step = plannedStep(request, stepId);
  const target = step && request.targets[step.target];
  if (!step || !target) return failed({ code: 'target.unknown', at: step?.target ?? stepId });
  const { files, known, ...rest } = await readSecrets(request, step.secrets, inside.secrets);
  const values = { ...environmentOf(request), BACKOUT_STEP: stepId };
  const order = { token: tokenOf(state, stepId), script: { ...stepScript(step, values), secrets: files } };
  const { when: _, ...unconditional } = step;
  const verify = step.verify && { verify: stepScript({ ...unconditional, ...step.verify }, values) };
  return ok({ step, target, secrets: known, order, ...verify, ...rest });
}

/** `<ULID>.<step>`, and `<ULID>.<step>.2` for the second attempt that people approved. */
export function tokenOf(state: RunState, stepId: string): string {
  const attempt = activeSteps(state).find(({ id }) => id === stepId)?.attempt ?? 1;
  const token = `${state.request.token}.${stepId}`;
  return attempt === 1 ? token : `${token}.${attempt}`;
}

/** Whose secrets are read: a run's plan as pinned, or a system's. */
type SecretOwner = { readonly plan: { readonly name: string }; readonly secrets: readonly SecretUse[] };

type Readable = {
  /** Content of each secret's file, by name. */
  readonly files: Readonly<Record<string, Secret>>;
  readonly known: readonly Secret[];
  readonly unreadable?: Failure;
};

/** Reads secrets anew each time; an unreadable one gets an empty file and is named. */
export async function readSecrets(request: SecretOwner, names: readonly string[], secrets: Secrets): Promise<Readable> {
  const read = await Promise.all(
    names.map(async (name) => ({ name, secret: await secrets.read(request.plan.name, name) })),
  );
  const files = read.map(({ name, secret }) => [name, fileOf(request, name, secret)] as const);
  const known = read.flatMap(({ secret }) => (secret.ok ? [secret.value] : []));
  const unreadable = read.flatMap(({ secret }) => (secret.ok ? [] : [secret.failure]))[0];
  return { files: Object.fromEntries(files), known, ...(unreadable ? { unreadable } : {}) };
}

function fileOf({ secrets }: SecretOwner, name: string, secret: Result<Secret>): Secret {
  const content = secret.ok ? secret.value : new Secret('');
  const header = secrets.find((use) => use.name === name)?.header;
  return header ? new Secret(`${header}: ${content.reveal()}\n`) : content;
}

import type { Failure } from '../domain/failure.js';
import { printable, shorten } from '../domain/printable.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { StepEnd } from '../domain/step-end.js';
import type { Target } from '../domain/target.js';
import type { Milliseconds } from '../domain/time.js';
import type { Remote } from './ports.js';

/** Characters of what a script said that a failure quotes. */
const QUOTED = 400;

/** A script that only looks, with its values. */
export type Look = {
  readonly text: string;
  readonly env: Readonly<Record<string, string>>;
  readonly deadline: Milliseconds;
};

/** What a look at a host printed, whole; else why nobody can tell, `host.command-failed` when the script itself says no. */
export async function look(target: Target, { text, env, deadline }: Look, remote: Remote): Promise<Result<string>> {
  const end = await remote.observe(target, { text, env, deadline, secrets: {} });
  if (end.kind === 'exited' && end.code === 0 && !end.output.cut) return ok(end.output.text);
  return failed(noAnswer(end, target));
}

function noAnswer(end: StepEnd, { name: at }: Target): Failure {
  if (end.kind === 'not-started') return end.failure;
  const said = shorten(printable(end.output.text).trim(), QUOTED);
  if (end.kind !== 'lost') return { code: 'host.command-failed', at, detail: said || whyOf(end) };
  const { reason, detail } = end.evidence;
  return { code: 'ssh.unreachable', at, detail: printable(detail === undefined ? reason : `${reason}: ${detail}`) };
}

function whyOf(end: Exclude<StepEnd, { kind: 'not-started' | 'lost' }>): string {
  return end.kind === 'exited' ? `exit ${end.code}` : end.kind;
}

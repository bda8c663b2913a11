import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Script, StepOrder } from '../engine/ports.js';
import { quote } from './quote.js';

/** What the runner is asked to do. `offset`: bytes of the step's output that are here already. */
export type RunnerCall =
  | { readonly mode: 'observe'; readonly script: Script }
  | { readonly mode: 'ensure' | 'ask'; readonly order: StepOrder; readonly offset: number }
  | { readonly mode: 'cancel' | 'forbid'; readonly token: string }
  | { readonly mode: 'inspect'; readonly secrets: boolean }
  | { readonly mode: 'unlock'; readonly system: string; readonly run: string }
  | { readonly mode: 'locks' };

/**
 * A command to execute on a host and the text for its standard input, which stays open after it: its end tells the
 * runner that nobody listens any more. The answer's lines begin with `nonce`, which nobody else knows.
 */
export type Upload = { readonly nonce: string; readonly command: string; readonly text: string };

/** `graceSeconds` between TERM and KILL, whole. `outputCap`: bytes of a step's output that the host keeps. */
export type RunnerLimits = { readonly graceSeconds: number; readonly outputCap: number };

export const RUNNER_LIMITS: RunnerLimits = { graceSeconds: 10, outputCap: 8 * 1024 * 1024 };

/** Without its comments: they need not travel. */
const PROGRAM = ['main', 'attach', 'control', 'locks', 'inspect', 'supervise']
  .map((part) => readFileSync(new URL(`./runner/${part}.sh`, import.meta.url), 'utf8'))
  .join('\n')
  .replaceAll(/^ *#.*\n/gm, '');
const NAME = /^(?!bo_)[A-Za-z_][A-Za-z0-9_]*$/;
const TOKEN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * One { } group around everything: a shell executes a group when it has read its end, so a cut upload executes nothing.
 * `head` reads it, because a shell that reads its own program from a pipe does so byte by byte (bash, 20 ms) or reads
 * ahead (dash). The command is the same in every login shell, and holds no value.
 * Throws a TypeError for a token, a name or a value that no shell can hold.
 */
export function composeUpload(call: RunnerCall, limits: RunnerLimits = RUNNER_LIMITS): Upload {
  const nonce = randomBytes(16).toString('hex');
  const script = scriptOf(call);
  const lines = [
    '{',
    ...assignments({
      mode: call.mode,
      nonce,
      token: tokenOf(call),
      offset: 'offset' in call ? String(call.offset) : '0',
      digest: 'order' in call ? digestOf(call.order.script) : '',
      deadline: script ? seconds(script.deadline) : '',
      ...silenceOf(call),
      grace: String(limits.graceSeconds),
      cap: String(limits.outputCap),
      sealed: wantsSecrets(call) ? 'yes' : '',
      system: call.mode === 'unlock' ? fileName(call.system) : '',
      run: call.mode === 'unlock' ? call.run : '',
      umask: '',
      program: call.mode === 'ensure' ? PROGRAM : '',
      // The supervisor reads the order from a pipe of its own, so for `ensure` it travels as one quoted value.
      order: script && call.mode === 'ensure' ? orderText(script) : '',
    }),
    ...(script && call.mode === 'observe' ? [orderText(script)] : []),
    call.mode === 'ensure' ? 'eval "$bo_program"' : PROGRAM,
    'bo_main',
    '}',
  ];
  const text = lines.join('\n');
  return { nonce, command: `exec sh -c 'eval "$(head -c ${Buffer.byteLength(text)})"'`, text };
}

/** What makes two orders the same: text, values and the names of secrets, never their content. */
export function digestOf({ text, env, secrets }: Script): string {
  const values = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([text, values, Object.keys(secrets).sort()]))
    .digest('hex');
}

function scriptOf(call: RunnerCall): Script | undefined {
  if (call.mode === 'observe') return call.script;
  return call.mode === 'ensure' ? call.order.script : undefined;
}

function tokenOf(call: RunnerCall): string {
  if ('token' in call) return fileName(call.token);
  return 'order' in call ? fileName(call.order.token) : '';
}

function wantsSecrets(call: RunnerCall): boolean {
  if (call.mode === 'inspect') return call.secrets;
  return Object.keys(scriptOf(call)?.secrets ?? {}).length > 0;
}

function fileName(name: string): string {
  if (!TOKEN.test(name)) throw new TypeError(`not a name for a file: ${JSON.stringify(name)}`);
  return name;
}

function assignments(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `bo_${name}=${quote(value)}`);
}

function orderText({ text, env, secrets }: Script): string {
  const names = Object.keys(secrets);
  for (const name of [...Object.keys(env), ...names]) {
    if (!NAME.test(name)) throw new TypeError(`not a variable's name: ${JSON.stringify(name)}`);
  }
  const exports = [
    ...Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}`),
    ...names.map((name) => `export ${name}_FILE="$bo_vault/${name}"`),
  ];
  const files = names.map((name) => `bo_secret ${name} ${quote(secrets[name]?.reveal() ?? '')} || return 1`);
  return [
    `bo_script=${quote(text)}`,
    `bo_export() {\n:\n${exports.join('\n')}\n}`,
    `bo_secrets() {\n:\n${files.join('\n')}\n}`,
  ].join('\n');
}

/** Silence is noticed by looking, ten times in the span that is allowed or as often as whole seconds let it. */
function silenceOf(call: RunnerCall): { readonly tick: string; readonly looks: string } {
  const span = call.mode === 'ensure' ? call.order.script.inactivity : undefined;
  if (span === undefined) return { tick: '', looks: '' };
  const tick = span >= 10_000 ? Math.ceil(span / 10_000) * 1_000 : Math.max(span, 1) / 10;
  return { tick: String(tick / 1_000), looks: String(Math.ceil(span / tick)) };
}

/** Whole seconds from ten on: not every `sleep` takes fractions. */
function seconds(span: number): string {
  return span >= 10_000 ? String(Math.ceil(span / 1000)) : String(Math.max(span, 1) / 1000);
}

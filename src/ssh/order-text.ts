import { createHash } from 'node:crypto';
import { CONDITION_CODES } from '../engine/conditional.js';
import type { Script, StepOrder } from '../engine/ports.js';
import { quote } from './quote.js';

const NAME = /^(?!bo_)[A-Za-z_][A-Za-z0-9_]*$/;

/** What makes two orders the same: text, values, the names of secrets, never their content, and whether it asks first. */
export function digestOf({ text, env, secrets, isConditional }: Script): string {
  const values = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([text, values, Object.keys(secrets).sort(), ...(isConditional ? ['conditional'] : [])]))
    .digest('hex');
}

/** What the host is to know of a step beside its script: spans in hundredths of a second, exit codes of a condition. */
export function factsOfOrder(script: Script, token: string): Readonly<Record<string, string>> {
  const { deadline, inactivity, isConditional } = script;
  return {
    token,
    digest: token ? digestOf(script) : '',
    deadline: hundredths(deadline),
    silence: inactivity === undefined ? '' : hundredths(inactivity),
    unneeded: isConditional ? String(CONDITION_CODES.unneeded) : '',
    unclear: isConditional ? String(CONDITION_CODES.unclear) : '',
  };
}

/** Defines what the runner wants to know of the n-th step: bo_load_n, bo_text_n, bo_export_n and, of one with secrets, bo_secrets_n. */
export function orderText(script: Script, n: number, token = ''): string {
  const { text, env, secrets } = script;
  const names = Object.keys(secrets);
  for (const name of [...Object.keys(env), ...names]) {
    if (!NAME.test(name)) throw new TypeError(`not a variable's name: ${JSON.stringify(name)}`);
  }
  const facts = assignments({ ...factsOfOrder(script, token), sealed: names.length > 0 ? 'yes' : '' });
  const exports = [
    ...Object.entries(env).map(([name, value]) => `bo_export ${name} ${quote(value)}`),
    ...names.map((name) => `bo_export_file ${name}`),
  ];
  const files = names.map((name) => `bo_secret ${name} ${quote(secrets[name]?.reveal() ?? '')} || return 1`);
  return [
    `bo_load_${n}() {\n${facts.join('\n')}\n}`,
    `bo_export_${n}() {\n:\n${exports.join('\n')}\n}`,
    `bo_text_${n}() {\n${assignments({ script: text }).join('\n')}\n}`,
    ...(names.length > 0 ? [`bo_secrets_${n}() {\n${files.join('\n')}\n}`] : []),
  ].join('\n');
}

/** The orders of a segment, in order. */
export function ordersText(orders: readonly StepOrder[]): string {
  return orders.map(({ token, script }, index) => orderText(script, index + 1, token)).join('\n');
}

/** Seconds between two looks at what runs: often enough for the shortest span that any script is given. */
export function beatOf(scripts: readonly Script[]): string {
  const spans = scripts.flatMap(({ deadline, inactivity = 10_000 }) => [deadline, inactivity / 10]);
  return String(Math.min(1_000, Math.max(20, Math.ceil(Math.min(...spans)))) / 1_000);
}

export function assignments(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `bo_${name}=${quote(value)}`);
}

function hundredths(span: number): string {
  return String(Math.max(Math.ceil(span / 10), 1));
}

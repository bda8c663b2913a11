import { Counter, type Registry } from 'prom-client';
import type { Failure } from '../domain/failure.js';
import type { StepEnd } from '../domain/step-end.js';
import type { Target } from '../domain/target.js';
import type { Remote } from '../engine/ports.js';

type Count = (target: Target, call: string, outcome: string) => void;

/** The same hosts, with every call counted by target and by how it went. */
export function countHostCalls(registry: Registry): (remote: Remote) => Remote {
  const calls = new Counter({
    name: 'backout_host_calls_total',
    help: 'Calls to hosts, by target, call and outcome: answered, lost, or the code of the failure, e.g. ssh.unreachable.',
    labelNames: ['target', 'call', 'outcome'],
    registers: [registry],
  });
  const count: Count = ({ name }, call, outcome) => calls.inc({ target: name, call, outcome });
  return (remote) => ({
    ...remote,
    observe: async (target, ...rest) => tally(await remote.observe(target, ...rest), target, 'observe', count),
    ensure: (target, segment, { signal, onEnd }) =>
      remote.ensure(target, segment, {
        signal,
        onEnd: (token, end) => onEnd(token, tally(end, target, 'ensure', count)),
      }),
    ask: async (target, ...rest) => tally(await remote.ask(target, ...rest), target, 'ask', count),
    cancel: async (target, ...rest) => tallyResult(await remote.cancel(target, ...rest), target, 'cancel', count),
    forbid: async (target, ...rest) => tallyResult(await remote.forbid(target, ...rest), target, 'forbid', count),
    inspect: async (target, ...rest) => tallyResult(await remote.inspect(target, ...rest), target, 'inspect', count),
    unlock: async (target, ...rest) => tallyResult(await remote.unlock(target, ...rest), target, 'unlock', count),
    locks: async (target, ...rest) => tallyResult(await remote.locks(target, ...rest), target, 'locks', count),
    list: async (target, ...rest) => tallyResult(await remote.list(target, ...rest), target, 'list', count),
  });
}

function tally<End extends StepEnd | { readonly kind: 'running' }>(
  end: End,
  target: Target,
  call: string,
  count: Count,
): End {
  if (end.kind === 'not-started') count(target, call, end.failure.code);
  else count(target, call, end.kind === 'lost' ? 'lost' : 'answered');
  return end;
}

type Answer = { readonly ok: true } | { readonly ok: false; readonly failure: Failure };

function tallyResult<R extends Answer>(result: R, target: Target, call: string, count: Count): R {
  count(target, call, result.ok ? 'answered' : result.failure.code);
  return result;
}

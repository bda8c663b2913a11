import type { Phase, Service, ServiceSight } from '../supervise.js';
import { waitUntil } from '../wait-until.js';
import { findService, type ServiceTool, type ToolAnswer } from './answer.js';

const words: Record<Phase, string> = {
  stopped: 'STOPPED',
  starting: 'STARTING',
  running: 'RUNNING',
  waiting: 'BACKOFF',
  failed: 'FATAL',
};

/** supervisor's word for a program's state. */
export const supervisorWord = (phase: Phase): string => words[phase];

/** A stand-in for supervisor's `supervisorctl`, with its words and exit codes, over these programs. */
export function supervisorctl(services: readonly Service[]): ServiceTool {
  return async (args, isRoot) => {
    // Its socket belongs to root, as the package's own configuration has it.
    if (!isRoot) return { out: "error: <class 'PermissionError'>, [Errno 13] Permission denied\n", code: 1 };
    const [verb = '', ...names] = args;
    const run = verbs[verb];
    if (!run) return { out: `*** Unknown syntax: ${args.join(' ')}\n`, code: 1 };
    if (names.length === 0 && verb !== 'status') return { out: `Error: ${verb} requires a process name\n`, code: 2 };
    const wanted = names.length === 0 || names.includes('all') ? services.map(({ name }) => name) : names;
    const answers = await Promise.all(
      wanted.map(async (name) => {
        const service = findService(services, name);
        return service ? run(service) : { out: `${name}: ERROR (no such process)\n`, code: verb === 'status' ? 4 : 1 };
      }),
    );
    return { out: answers.map(({ out }) => out ?? '').join(''), code: Math.max(...answers.map(({ code }) => code)) };
  };
}

type Verb = (service: Service) => Promise<ToolAnswer>;

const verbs: Record<string, Verb> = {
  status: async (service) => {
    const sight = service.look();
    // BACKOFF and STARTING end with 0, as the real one has it: whoever wants to know reads the word.
    const isStopped = sight.phase === 'stopped' || sight.phase === 'failed';
    return {
      out: `${service.name.padEnd(32)} ${words[sight.phase].padEnd(9)} ${detail(sight)}\n`,
      code: isStopped ? 3 : 0,
    };
  },
  start: async (service) => {
    const { phase } = service.look();
    if (phase === 'running' || phase === 'starting') return say(service, 'ERROR (already started)');
    return start(service);
  },
  stop: async (service) => {
    if (service.look().phase === 'stopped') return say(service, 'ERROR (not running)');
    await service.stop();
    return say(service, 'stopped');
  },
  restart: async (service) => {
    const stopped = await verbs.stop?.(service);
    const started = await start(service);
    return { out: `${stopped?.out ?? ''}${started.out ?? ''}`, code: started.code };
  },
};

/** Waits, as supervisor does, until the program has lived for its startsecs or has ended before. */
async function start(service: Service): Promise<ToolAnswer> {
  service.start();
  await waitUntil(() => service.look().phase !== 'starting', { what: `${service.name} to start or to end` });
  const { phase } = service.look();
  return phase === 'running' ? say(service, 'started') : say(service, 'ERROR (spawn error)', 7);
}

function say(service: Service, what: string, code = 0): ToolAnswer {
  return { out: `${service.name}: ${what}\n`, code };
}

function detail({ phase, pid, since }: ServiceSight): string {
  if (phase === 'running') return `pid ${pid}, uptime ${uptime(Date.now() - since)}`;
  if (phase === 'waiting' || phase === 'failed') return 'Exited too quickly (process log may have details)';
  return phase === 'stopped' ? new Date(since).toUTCString().slice(5, 22) : '';
}

function uptime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const pad = (value: number) => `${value}`.padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

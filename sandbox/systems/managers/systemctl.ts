import { readFile } from 'node:fs/promises';
import type { Phase, Service } from '../supervise.js';
import { findService, type ServiceTool, type ToolAnswer } from './answer.js';

const states: Record<Phase, { readonly active: string; readonly sub: string }> = {
  stopped: { active: 'inactive', sub: 'dead' },
  // Type=simple: a program that was started is active, however soon it will end.
  starting: { active: 'active', sub: 'running' },
  running: { active: 'active', sub: 'running' },
  waiting: { active: 'activating', sub: 'auto-restart' },
  failed: { active: 'failed', sub: 'failed' },
};

/** A stand-in for systemd's `systemctl`, with its words and exit codes, over these services. */
export function systemctl(services: readonly Service[]): ServiceTool {
  return async (args, isRoot) => {
    const [verb = '', name = '', ...more] = args.filter((word) => !word.startsWith('-') || word.startsWith('-p'));
    if (verb === 'daemon-reload') return isRoot ? { code: 0 } : notAllowed('reload daemon');
    const run = verbs[verb];
    if (!run) return { err: `Unknown command verb '${verb}'.\n`, code: 1 };
    const service = findService(services, name);
    if (!service) return missing(verb, name);
    return run(service, { isRoot, properties: propertiesOf([...more, ...args]), isBare: args.includes('--value') });
  };
}

type How = { readonly isRoot: boolean; readonly properties: readonly string[]; readonly isBare: boolean };
type Verb = (service: Service, how: How) => Promise<ToolAnswer>;

const verbs: Record<string, Verb> = {
  start: asRoot('start', async (service) => service.start()),
  stop: asRoot('stop', (service) => service.stop()),
  restart: asRoot('restart', async (service) => {
    await service.stop();
    service.start();
  }),
  'reset-failed': asRoot('reset-failed', async () => undefined),
  'is-active': async (service) => {
    const { active } = states[service.look().phase];
    return { out: `${active}\n`, code: active === 'active' ? 0 : 3 };
  },
  'is-failed': async (service) => {
    const { active } = states[service.look().phase];
    return { out: `${active}\n`, code: active === 'failed' ? 0 : 1 };
  },
  status: async (service) => ({ out: await statusOf(service), code: isActive(service) ? 0 : 3 }),
  show: async (service, { properties, isBare }) => {
    const all = Object.entries(describe(service));
    const chosen = properties.length === 0 ? all : all.filter(([key]) => properties.includes(key));
    return { out: chosen.map(([key, value]) => `${isBare ? '' : `${key}=`}${value}\n`).join(''), code: 0 };
  },
};

function asRoot(verb: string, act: (service: Service) => Promise<void>): Verb {
  return async (service, { isRoot }) => {
    if (!isRoot) return notAllowed(`${verb} ${service.name}.service`);
    await act(service);
    return { code: 0 };
  };
}

function notAllowed(what: string): ToolAnswer {
  return { err: `Failed to ${what}: Interactive authentication required.\n`, code: 1 };
}

function missing(verb: string, name: string): ToolAnswer {
  if (name === '') return { err: 'Too few arguments.\n', code: 1 };
  const unit = name.endsWith('.service') ? name : `${name}.service`;
  if (verb === 'status') return { err: `Unit ${unit} could not be found.\n`, code: 4 };
  if (verb === 'is-active' || verb === 'is-failed') return { out: 'inactive\n', code: verb === 'is-active' ? 3 : 1 };
  if (verb === 'show') return { out: 'LoadState=not-found\nActiveState=inactive\n', code: 0 };
  return { err: `Failed to ${verb} ${unit}: Unit ${unit} not found.\n`, code: 5 };
}

const isActive = (service: Service) => states[service.look().phase].active === 'active';

function describe(service: Service): Record<string, string> {
  const { phase, pid, exitCode, restarts } = service.look();
  const { active, sub } = states[phase];
  return {
    Id: `${service.name}.service`,
    LoadState: 'loaded',
    ActiveState: active,
    SubState: sub,
    Result: exitCode && !isActive(service) ? 'exit-code' : 'success',
    MainPID: `${pid ?? 0}`,
    ExecMainStatus: `${exitCode ?? 0}`,
    NRestarts: `${restarts}`,
  };
}

async function statusOf(service: Service): Promise<string> {
  const { phase, pid, exitCode, since } = service.look();
  const { active, sub } = states[phase];
  const why = exitCode && active !== 'active' ? ` (Result: exit-code)` : '';
  const lines = [
    `${active === 'active' ? '●' : active === 'failed' ? '×' : '○'} ${service.name}.service`,
    `     Active: ${active} (${sub})${why} since ${new Date(since).toISOString()}`,
    ...(pid === undefined ? [] : [`   Main PID: ${pid} (node)`]),
    ...(exitCode && active !== 'active' ? [`    Process: (code=exited, status=${exitCode})`] : []),
  ];
  const log = (await readFile(service.logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-8);
  return `${[...lines, '', ...log].join('\n').trimEnd()}\n`;
}

function propertiesOf(args: readonly string[]): readonly string[] {
  return args.flatMap((word, index) => {
    if (word === '-p') return (args[index + 1] ?? '').split(',');
    const given = /^(?:-p|--property=)(.+)$/.exec(word)?.[1];
    return given ? given.split(',') : [];
  });
}

import type { Deliveries, Journal, MessageStore, Probe, Remote, SegmentListener } from '../../src/engine/ports.js';
import type { SlackCall } from '../../src/slack/clients.js';
import type { Passing } from './points.js';

/** `hooked`: a point before and one after each call. Anything else says why a method needs none. */
type Hooks<Port> = { readonly [Method in keyof Port]: 'hooked' | { readonly none: string } };

const READS = { none: 'it only reads what is here' };
const ENDS = { none: 'it lets go of what is held; dying there is like dying after the last call' };

// A method that a port gains has no entry here, and that is an error of the compiler.
export const JOURNAL: Hooks<Journal> = {
  append: 'hooked',
  linkIncident: 'hooked',
  read: READS,
  openRuns: READS,
  recentRuns: READS,
  incidentOf: READS,
  close: ENDS,
};
export const MESSAGES: Hooks<MessageStore> = { save: 'hooked', find: READS, all: READS };
export const DELIVERIES: Hooks<Deliveries> = { isFirst: 'hooked' };
export const REMOTE: Hooks<Remote> = {
  observe: 'hooked',
  ensure: 'hooked',
  ask: 'hooked',
  cancel: 'hooked',
  forbid: 'hooked',
  inspect: 'hooked',
  unlock: 'hooked',
  locks: 'hooked',
  list: 'hooked',
  warm: { none: 'it opens a connection, and nothing begins' },
  close: ENDS,
};
export const PROBE: Hooks<Probe> = { request: 'hooked' };

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** The same port with its points. Throws for a method that the list does not know: types alone can be talked out of it. */
export function hook<Port extends object>(name: string, port: Port, hooks: Hooks<Port>, pass: Passing): Port {
  const wrapped = Object.entries(port).map(([method, call]) => {
    const kind = hooks[method as keyof Port];
    if (kind === undefined) throw new Error(`${name}.${method} is not in test/chaos/hooks.ts`);
    return [method, kind === 'hooked' ? around(`${name}.${method}`, call as Method, pass) : call];
  });
  return Object.fromEntries(wrapped);
}

function around(name: string, call: Method, pass: Passing): Method {
  return async (...args) => {
    const point = `${name}${aboutOf(args)}`;
    pass(`${point}:before`);
    const answer = await call(...args.map((arg) => (isListener(arg) ? listening(arg, name, pass) : arg)));
    pass(`${point}:after`);
    return answer;
  };
}

function isListener(arg: unknown): arg is SegmentListener {
  return typeof arg === 'object' && arg !== null && 'onEnd' in arg;
}

/** The end of each step of a segment is news by itself. */
function listening(listener: SegmentListener, name: string, pass: Passing): SegmentListener {
  const onEnd: SegmentListener['onEnd'] = (...end) => {
    pass(`${name}.onEnd:before`);
    listener.onEnd(...end);
    pass(`${name}.onEnd:after`);
  };
  return { ...listener, onEnd };
}

/** An event is told by its type: each kind of fact has points of its own. */
function aboutOf(args: readonly unknown[]): string {
  const event = args.find((arg) => typeof arg === 'object' && arg !== null && 'type' in arg && 'at' in arg);
  return event ? `:${(event as { type: string }).type}` : '';
}

/** Every call to Slack passes here: by its method, and all bytes of files as `upload`, whose addresses are never the same. */
export function hookSlack(call: SlackCall, pass: Passing): SlackCall {
  return async (url, init) => {
    const [folder, name] = new URL(url).pathname.split('/').slice(-2);
    const method = folder === 'upload' ? folder : name;
    pass(`slack.${method}:before`);
    const answer = await call(url, init);
    pass(`slack.${method}:after`);
    return answer;
  };
}

import { randomBytes } from 'node:crypto';
import type { Fence } from '../domain/fence.js';
import type { HostLock, Script, StepOrder } from '../engine/ports.js';
import { lockText } from './host-lock.js';
import { assignments, beatOf, digestOf, ordersText, orderText } from './order-text.js';
import { perlOrders } from './perl-orders.js';
import { programOf } from './program.js';

/** What the runner is asked to do. `offset`: bytes of the (first) step's output that are here already. */
export type RunnerCall =
  | { readonly mode: 'observe'; readonly script: Script }
  | {
      readonly mode: 'ensure';
      readonly orders: readonly StepOrder[];
      readonly offset: number;
      readonly lock: HostLock;
      /** Nothing of it was sent before: only then Perl may begin it without a shell, which alone can go on with what has begun. */
      readonly isFresh?: boolean;
    }
  | { readonly mode: 'ask'; readonly order: StepOrder; readonly offset: number }
  | { readonly mode: 'cancel' | 'forbid'; readonly tokens: readonly string[] }
  | { readonly mode: 'inspect'; readonly secrets: boolean }
  | { readonly mode: 'unlock'; readonly system: string; readonly run: string }
  | { readonly mode: 'locks' };

/**
 * A text for the standard input of RUNNER_COMMAND, which stays open after it: its end tells the runner that nobody
 * listens any more. The answer's lines begin with `nonce`, which nobody else knows.
 */
export type Upload = { readonly nonce: string; readonly text: string };

/** What can travel in two parts: `rest` is what is left of `text` for whoever has read `composeProgram()`. */
export type Parts = { readonly text: string; readonly rest: string };

/** A call's upload. `inPerl`: the same for PERL_COMMAND, of a call that Perl can begin. */
export type CallUpload = Upload & Parts & { readonly inPerl?: Parts };

/**
 * `graceSeconds` between TERM and KILL, whole. `outputCap`: bytes of the beginning of a step's output that the host
 * keeps, `tailCap` of its end.
 */
export type RunnerLimits = { readonly graceSeconds: number; readonly outputCap: number; readonly tailCap: number };

export const RUNNER_LIMITS: RunnerLimits = {
  graceSeconds: 10,
  outputCap: 8 * 1024 * 1024,
  tailCap: 256 * 1024,
};

const READ = 'read -r n && eval "$(head -c "$n")"';

/**
 * The same for every call, so that a shell can be waiting before it is known what for; and in every login shell. It
 * holds no value. `head` reads the text, because a shell that reads its own program from a pipe does so byte by byte
 * (bash, 20 ms) or reads ahead (dash).
 */
export const RUNNER_COMMAND = `exec sh -c '${READ}'`;

/** What an account's environment tells every Perl to load, or to make of what it reads, might not fit this one. */
const IS_PLAIN = '"$ENV{PERL5OPT}$ENV{PERL_UNICODE}"eq""';

/**
 * The same for Perl, on a host that may have none; for the first call of a segment alone (docs/decisions/0025). Where there is no
 * Perl the login shell ends with 127, as does one that cannot run the program: nothing has begun then.
 */
export const PERL_COMMAND =
  `exec perl -e '${IS_PLAIN}and$n=<STDIN>and read(STDIN,$p,$n)==$n and eval $p;` +
  "print STDERR $@;exit 127 unless$begun'";

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * The text's length, then one { } group around everything: a shell executes a group when it has read its end, so a cut
 * upload executes nothing. Throws a TypeError for a token, a name or a value that no shell can hold.
 */
export function composeUpload(call: RunnerCall, fence: Fence, limits: RunnerLimits = RUNNER_LIMITS): CallUpload {
  const nonce = randomBytes(16).toString('hex');
  const common = {
    mode: call.mode,
    nonce,
    journal: fileName(fence.journal),
    epoch: String(fence.epoch),
    grace: String(limits.graceSeconds),
    cap: String(limits.outputCap),
    tail_cap: String(limits.tailCap),
    umask: '',
    sealed: '',
    offset: 'offset' in call ? String(call.offset) : '0',
  };
  const values = assignments({ ...common, ...valuesOf(call) });
  if (call.mode === 'ensure') {
    const { orders, lock } = call;
    const perlRest = () => framed(perlOrders({ nonce, orders, lock, fence, limits }, today()));
    const inPerl = parts(() => framed(PERL_PROGRAM) + perlRest(), perlRest);
    const inShell = parts(
      () => group(...values, ...SHELL_PROGRAM, 'bo_main'),
      () => group(...values, 'bo_main'),
    );
    return Object.assign(inShell, { nonce, ...(call.isFresh && { inPerl }) });
  }
  const order = call.mode === 'observe' ? [orderText(call.script, 1)] : [];
  const text = group(...values, ...order, programOf(call.mode), 'bo_main');
  return { nonce, text, rest: text };
}

/** Composed when it is sent: only one of them is, and they are long. */
function parts(text: () => string, rest: () => string): Parts {
  return {
    get text() {
      return text();
    },
    get rest() {
      return rest();
    },
  };
}

/** What starts steps, the same for every run. */
const SHELL_PROGRAM = [...assignments({ program: programOf('supervise') }), programOf('ensure')];
const PERL_PROGRAM = programOf('ensure-in-perl');

/** The program that starts steps, for a shell, or for Perl, before anybody knows which. It answers `ready` and reads on. */
export function composeProgram(isPerl: boolean): Upload {
  const nonce = randomBytes(16).toString('hex');
  const text = isPerl
    ? framed(`$ready='${nonce}';${PERL_PROGRAM}`)
    : group(...SHELL_PROGRAM, ...assignments({ nonce }), 'bo_say ready', READ);
  return { nonce, text };
}

function group(...lines: readonly string[]): string {
  return framed(['{', ...lines, '}'].join('\n'));
}

/** Behind its length in bytes. */
function framed(text: string): string {
  return `${Buffer.byteLength(text)}\n${text}`;
}

/** In days since 1970. */
function today(): string {
  return String(Math.floor(Date.now() / 86_400_000));
}

function valuesOf(call: RunnerCall): Readonly<Record<string, string>> {
  switch (call.mode) {
    case 'observe':
      return { beat: beatOf([call.script]), sealed: sealed([call.script]) };
    case 'ensure':
      return ensureValues(call);
    case 'ask':
      return { token: fileName(call.order.token), digest: digestOf(call.order.script) };
    case 'cancel':
    case 'forbid':
      return { tokens: call.tokens.map(fileName).reverse().join(' ') };
    case 'inspect':
      return { sealed: call.secrets ? 'yes' : '' };
    case 'unlock':
      return { system: fileName(call.system), run: call.run };
    case 'locks':
      return {};
  }
}

function ensureValues({ orders, lock }: RunnerCall & { mode: 'ensure' }): Readonly<Record<string, string>> {
  const scripts = orders.map(({ script }) => script);
  return {
    beat: beatOf(scripts),
    sealed: sealed(scripts),
    system: fileName(lock.system),
    run: fileName(lock.run),
    lock_text: lockText(lock),
    today: today(),
    steps: orders.map(({ token, script }) => `${fileName(token)} ${digestOf(script)}`).join(' '),
    // The supervisor reads them from a pipe of its own, so here they are one quoted value.
    order: ordersText(orders),
  };
}

function sealed(scripts: readonly Script[]): string {
  return scripts.some(({ secrets }) => Object.keys(secrets).length > 0) ? 'yes' : '';
}

function fileName(name: string): string {
  if (!FILE_NAME.test(name)) throw new TypeError(`not a name for a file: ${JSON.stringify(name)}`);
  return name;
}

import type { DirectoryEntry } from '../../src/domain/backup.js';
import type { Failure } from '../../src/domain/failure.js';
import { failed, ok, type Result } from '../../src/domain/result.js';
import { isGood, type StepEnd } from '../../src/domain/step-end.js';
import type { Target } from '../../src/domain/target.js';
import type { HostLock, Remote, Script, Segment, SegmentListener, StepOrder } from '../../src/engine/ports.js';
import { Answers } from './step-answers.js';

export const exit = (code: number, text = ''): StepEnd => ({
  kind: 'exited',
  code,
  output: { text, bytes: text.length, cut: false },
  durationMs: 5,
});

/** How a conditional step ends of which nothing ran. */
export const leftOut = (kind: 'unneeded' | 'unclear'): StepEnd => ({ kind, output: NOTHING, durationMs: 5 });

const NOTHING = { text: '', bytes: 0, cut: false };
const CANCELLED: StepEnd = { kind: 'cancelled', output: NOTHING, durationMs: 5 };
export const UNREACHABLE: Failure = { code: 'ssh.unreachable', at: 'app' };

/** The bot no longer hears of a step; its host carries it on. */
export const GONE: StepEnd = {
  kind: 'lost',
  evidence: { reason: 'connection-lost', claimed: true, rebooted: null, lastHeardAt: null },
  output: NOTHING,
};

/** What a host answers about a step that holds no claim, or a void one. */
const noClaim = (detail: 'no claim' | 'void'): StepEnd => ({
  kind: 'not-started',
  failure: { code: 'host.command-failed', at: 'app', detail },
});

/** What is asked of a host. */
export type Call = 'ensure' | 'ask' | 'cancel' | 'forbid' | 'unlock';
type Claim = 'void' | 'running' | StepEnd;

/**
 * One host in memory that keeps the port's promises: a token is claimed once, and a segment goes on by itself whether or not
 * anybody listens. A step without an answer goes on until it is given one or cancelled.
 */
export class FakeRemote implements Remote {
  /** The witness on the host: every step that began, in order. */
  readonly began: StepOrder[] = [];
  /** What was asked of the host, in order, e.g. `ensure copy switch`. */
  readonly calls: string[] = [];
  /** How steps end, by their name or by name and attempt (`copy.2`). An answer that has not started leaves no claim. */
  readonly answers = new Answers((name) => this.#giveAnswer(name));
  /** What stands between the bot and the host at a call. */
  network: (call: Call) => Failure | undefined | Promise<Failure | undefined> = () => undefined;
  /** Steps that nobody can end, by name. */
  readonly stubborn = new Set<string>();
  entries: readonly DirectoryEntry[] = [];
  /** What a look at the host sees: the answer to the first script that holds this text, else `seen`. */
  readonly looks = new Map<string, StepEnd>();
  seen: StepEnd = exit(0, '{"diagnosis_v2_enabled":true}');
  /** Every script that only looked. */
  readonly looked: Script[] = [];
  /** Locks that stand, by system. */
  readonly held = new Map<string, HostLock>();
  /** What an inspection finds wrong. */
  unsuitable: Failure | undefined;
  readonly warmed: string[] = [];

  readonly #claims = new Map<string, Claim>();
  readonly #unheard = new Map<string, StepEnd>();
  readonly #waiting = new Map<string, ((end: StepEnd) => void)[]>();
  readonly #listening = new Map<string, ((end: StepEnd) => void)[]>();

  /** Names of the steps that began, in order, e.g. `copy` or, at the second attempt, `copy.2`. */
  get steps(): readonly string[] {
    return this.began.map(({ token }) => nameOf(token));
  }

  /** As if nothing had ever reached the host. */
  forget(): void {
    this.#claims.clear();
    this.began.length = 0;
  }

  async observe(_target: Target, script: Script): Promise<StepEnd> {
    this.looked.push(script);
    return [...this.looks].find(([text]) => script.text.includes(text))?.[1] ?? this.seen;
  }

  async ensure(_target: Target, { orders, lock }: Segment, { signal, onEnd }: SegmentListener): Promise<void> {
    const [first] = orders;
    const trouble = await unlessAborted(this.#call('ensure', orders), signal);
    if (!first) return;
    if (trouble) return onEnd(first.token, { kind: 'not-started', failure: trouble });
    this.held.set(lock.system, lock);
    void this.#supervise(orders);
    for (const { token } of orders) {
      const end = await unlessAborted(this.#hear(token), signal);
      onEnd(token, end);
      if (!isGood(end)) return;
    }
  }

  async ask(_target: Target, order: StepOrder): Promise<StepEnd | { readonly kind: 'running' }> {
    const trouble = await this.#call('ask', [order]);
    if (trouble) return { kind: 'not-started', failure: trouble };
    const claim = this.#claims.get(order.token);
    if (claim === undefined) return noClaim('no claim');
    if (claim === 'void') return noClaim('void');
    return claim === 'running' ? { kind: 'running' } : claim;
  }

  async cancel(target: Target, tokens: readonly string[]): Promise<Result<void>> {
    const trouble = await this.#call('cancel', ordersOf(tokens));
    if (trouble) return failed(trouble);
    this.#void(tokens);
    for (const token of tokens) if (!this.stubborn.has(nameOf(token))) this.#end(token, CANCELLED);
    const goesOn = tokens.find((token) => this.#claims.get(token) === 'running');
    return goesOn === undefined ? ok(undefined) : failed({ code: 'step.running', at: target.name });
  }

  async forbid(_target: Target, tokens: readonly string[]): Promise<Result<void>> {
    const trouble = await this.#call('forbid', ordersOf(tokens));
    if (trouble) return failed(trouble);
    this.#void(tokens);
    return ok(undefined);
  }

  async unlock({ name }: Target, { system, run }: Pick<HostLock, 'system' | 'run'>): Promise<Result<void>> {
    const trouble = await this.#call('unlock', []);
    if (trouble) return failed(trouble);
    const lock = this.held.get(system);
    if (lock && lock.run !== run) return failed({ code: 'host.locked', at: name });
    this.held.delete(system);
    return ok(undefined);
  }

  inspect = async (): Promise<Result<void>> => (this.unsuitable ? failed(this.unsuitable) : ok(undefined));
  locks = async () => ok([...this.held.values()]);
  list = async () => ok(this.entries);
  close = async () => undefined;
  warm({ name }: Target): void {
    this.warmed.push(name);
  }

  async #call(call: Call, orders: readonly Pick<StepOrder, 'token'>[]): Promise<Failure | undefined> {
    this.calls.push([call, ...orders.map(({ token }) => nameOf(token))].join(' '));
    return this.network(call);
  }

  /** What the host does by itself: one step after the other, each only on a good end of the one before. */
  async #supervise(orders: readonly StepOrder[]): Promise<void> {
    for (const order of orders) {
      if (!this.#claims.has(order.token)) await this.#begin(order);
      if (!isGood(await this.#hostEnd(order.token))) return;
    }
  }

  async #begin(order: StepOrder): Promise<void> {
    this.#claims.set(order.token, 'running');
    this.began.push(order);
    const answer = this.answers.of(nameOf(order.token));
    if (answer) this.#settle(order.token, typeof answer === 'function' ? await answer() : answer);
  }

  #giveAnswer(name: string): void {
    for (const { token } of this.began) {
      const answer = this.#claims.get(token) === 'running' ? this.answers.of(nameOf(token)) : undefined;
      const isMeant = nameOf(token) === name || nameOf(token).startsWith(`${name}.`);
      if (isMeant && answer && typeof answer !== 'function') this.#settle(token, answer);
    }
  }

  #settle(token: string, end: StepEnd): void {
    if (end.kind === 'not-started') this.#refuse(token, end);
    else if (end.kind === 'lost') this.#tell(token, end);
    else this.#end(token, end);
  }

  #refuse(token: string, end: StepEnd): void {
    this.#claims.delete(token);
    this.began.splice(
      this.began.findIndex((order) => order.token === token),
      1,
    );
    this.#tell(token, end);
    this.#wake(token, end);
  }

  #end(token: string, end: StepEnd): void {
    if (this.#claims.get(token) !== 'running') return;
    this.#claims.set(token, end);
    this.#wake(token, end);
    this.#tell(token, end);
  }

  /** From the last to the first, what has no claim is claimed as void. */
  #void(tokens: readonly string[]): void {
    for (const token of tokens.toReversed()) if (!this.#claims.has(token)) this.#claims.set(token, 'void');
  }

  #hostEnd(token: string): Promise<StepEnd> {
    return this.#known(token) ?? next(this.#waiting, token);
  }

  #hear(token: string): Promise<StepEnd> {
    const unheard = this.#unheard.get(token);
    this.#unheard.delete(token);
    return this.#known(token) ?? (unheard ? Promise.resolve(unheard) : next(this.#listening, token));
  }

  #known(token: string): Promise<StepEnd> | undefined {
    const claim = this.#claims.get(token);
    if (claim === 'void') return Promise.resolve(noClaim('void'));
    return claim === undefined || claim === 'running' ? undefined : Promise.resolve(claim);
  }

  #wake(token: string, end: StepEnd): void {
    for (const resolve of this.#waiting.get(token)?.splice(0) ?? []) resolve(end);
  }

  /** What the bot hears of a step; without anybody listening it is kept until somebody does. */
  #tell(token: string, end: StepEnd): void {
    const listeners = this.#listening.get(token)?.splice(0) ?? [];
    for (const resolve of listeners) resolve(end);
    if (listeners.length === 0) this.#unheard.set(token, end);
  }
}

const nameOf = (token: string) => token.split('.').slice(1).join('.');
const ordersOf = (tokens: readonly string[]) => tokens.map((token) => ({ token }));

function next(lists: Map<string, ((end: StepEnd) => void)[]>, token: string): Promise<StepEnd> {
  return new Promise((resolve) => lists.set(token, [...(lists.get(token) ?? []), resolve]));
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
    promise.then(resolve, reject);
  });
}

import type { Broken } from '../control/break-lock.js';
import { type Holder, type LockLook, lockOf } from '../control/locks.js';
import type { Result } from '../domain/result.js';
import { dateTime } from '../view/time.js';
import { type Words, words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { type AtJournal, atJournal, COULD_NOT_LOOK, failureLine, hostsOf } from './at-journal.js';
import type { CliRun } from './usage.js';
import { whoHere } from './who-here.js';

const OPTIONS = {
  check: { type: 'string' },
  break: { type: 'string' },
  run: { type: 'string' },
  reason: { type: 'string' },
  force: { type: 'boolean', default: false },
} as const;
type Told = { check?: string; break?: string; run?: string; reason?: string; force?: boolean };
type Wanted =
  | { readonly kind: 'check'; readonly system: string }
  | {
      readonly kind: 'break';
      readonly system: string;
      readonly run: string;
      readonly reason: string;
      readonly force: boolean;
    };

/**
 * `npx backout lock`: for deploy scripts, exit 0 when a system is free, 1 when it is locked, 2 when that cannot be told; and to
 * break the lock of a run that is over: 0 when it is off, 1 when it is not.
 */
export const run: CliRun = async (args, print, language) => {
  const parsed = parseArguments(args, OPTIONS, language);
  const wanted =
    typeof parsed === 'string' ? parsed : wantedBy(parsed.values, parsed.names, words(language).terminal.misused);
  if (typeof parsed === 'string' || typeof wanted === 'string') {
    print(`backout lock: ${String(wanted)}`);
    return COULD_NOT_LOOK;
  }
  if (wanted.kind === 'break') return atJournal({ file: parsed.file, language }, print, (at) => breakLock(at, wanted));
  const { system } = wanted;
  return atJournal(
    { file: parsed.file, language },
    print,
    async (at) => tell(at, await at.desk.ask({ ask: 'lock', system }), system),
    (at) => lookFromAfar(at, system),
  );
};

function wantedBy(
  { check, break: broken, run, reason, force = false }: Told,
  names: readonly string[],
  w: Words['terminal']['misused'],
): Wanted | string {
  if (names.length > 0 || (check === undefined) === (broken === undefined)) {
    return w.lock;
  }
  if (check !== undefined) return { kind: 'check', system: check };
  if (!run?.trim() || !reason?.trim()) return w.lockBreak;
  return { kind: 'break', system: broken ?? '', run, reason: reason.trim().slice(0, 500), force };
}

/** On a machine without the journal, a CI runner: only the hosts can tell. */
async function lookFromAfar(at: Omit<AtJournal, 'desk' | 'isBot'>, system: string): Promise<number> {
  const hosts = hostsOf(at.inventory);
  try {
    return tell(at, await lockOf(system, undefined, hosts), system);
  } finally {
    await hosts.remote.close();
  }
}

function tell(
  { w, print, language }: Omit<AtJournal, 'desk' | 'isBot'>,
  look: Result<LockLook>,
  system: string,
): number {
  if (!look.ok) {
    print(failureLine(look.failure, language));
    return COULD_NOT_LOOK;
  }
  const { holders, unasked } = look.value;
  for (const holder of holders) print(`✗ ${w.lock.held(system, placeOf(holder, w))} · ${holderText(holder, w)}`);
  if (holders.length > 0) return 1;
  for (const failure of unasked) print(failureLine(failure, language));
  print(unasked.length > 0 ? `✗ ${w.lock.cannotTell(system)}` : `✓ ${w.lock.free(system)}`);
  return unasked.length > 0 ? COULD_NOT_LOOK : 0;
}

function placeOf({ run, on }: Holder, w: AtJournal['w']): string {
  return on === undefined ? w.lock.run(run) : w.lock.runOn(run, on);
}

function holderText({ by, reason, since }: Holder, w: AtJournal['w']): string {
  return w.lock.holder(by, dateTime(since, 'UTC'), reason.replaceAll(/\s+/g, ' ').trim());
}

async function breakLock(at: AtJournal, { system, run, reason, force }: Wanted & { kind: 'break' }): Promise<number> {
  const answer = await at.desk.ask({ ask: 'break', system, run, reason, force, by: whoHere() });
  if (!answer.ok) {
    at.print(failureLine(answer.failure, at.language));
    return COULD_NOT_LOOK;
  }
  return tellBroken(at, answer.value, run);
}

function tellBroken({ w, print, language }: AtJournal, broken: Broken, run: string): number {
  if (broken.kind === 'refused') {
    print(`✗ ${w.lock.refused[broken.why](run)}`);
    return 1;
  }
  const { targets, left } = broken;
  for (const target of targets) print(`✓ ${w.lock.broken(target)}`);
  if (targets.length > 0) print(w.lock.lookThere);
  for (const failure of left) print(failureLine(failure, language));
  if (targets.length === 0 && left.length === 0) print(`✓ ${w.lock.nothing(run)}`);
  return left.length > 0 ? 1 : 0;
}

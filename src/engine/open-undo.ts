import { ulid } from 'ulid';
import type { Check } from '../domain/check.js';
import type { RunRequest } from '../domain/request.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Scheme } from '../domain/scheme.js';
import type { RunState } from '../run/state.js';
import { isUndoable, stepsToUndo } from '../run/touched.js';
import type { Inside } from './deps.js';
import { requestDigest } from './digest.js';
import type { UndoInput } from './engine.js';
import { openRun } from './open-run.js';
import { runIdOf } from './pin-request.js';
import { requesterOf } from './requester-of.js';

/** Opens a run that takes back an ended one: with its values, its backup and its targets, under an approval of its own. */
export async function openUndo(before: RunState, input: UndoInput, inside: Inside): Promise<Result<RunState>> {
  const { catalog, clock } = inside;
  const { name } = before.request.plan;
  const system = catalog.systems().find(({ plan }) => plan.name === name);
  if (!system) return failed({ code: 'plan.unknown', at: name });
  const requester = await requesterOf(inside, system, input.by);
  if (!requester.ok) return requester;
  const may = await mayBeUndone(before, inside);
  if (!may.ok) return may;
  const at = clock.now();
  const token = ulid(at);
  const { digest: _, incident: __, ...same } = before.request;
  const pinned: Omit<RunRequest, 'digest'> = {
    ...same,
    ...{ token, runId: runIdOf(token, at, same.plan.timezone), undoOf: before.id },
    scheme: undoScheme(before),
    ...{ reason: input.reason, channel: input.channel },
    ...(input.incident ? { incident: input.incident } : {}),
  };
  return openRun({ ...pinned, digest: requestDigest(pinned) }, requester.value, inside);
}

/** Only what changed last can be taken back, and only once. */
async function mayBeUndone(before: RunState, { journal, ledger }: Inside): Promise<Result<void>> {
  if (before.phase !== 'closed') return failed({ code: 'undo.open', at: before.id });
  if (!isUndoable(before)) return failed({ code: 'undo.nothing', at: before.id });
  if (!before.request.scheme.restore?.kept) return failed({ code: 'undo.not-kept', at: before.id });
  for (const id of await journal.recentRuns(50, before.request.plan.name)) {
    if (id === before.id) return ok(undefined);
    const later = await ledger.find(id);
    const isInTheWay = later && (later.request.undoOf === before.id ? isOpenOrDone(later) : stepsBegan(later));
    if (isInTheWay) return failed({ code: 'undo.later-run', at: before.id, facts: { run: id } });
  }
  return ok(undefined);
}

/** An undo that was rejected or expired changed nothing and may be asked for again. */
function isOpenOrDone(later: RunState): boolean {
  return later.phase !== 'closed' || stepsBegan(later);
}

function stepsBegan({ steps }: RunState): boolean {
  return steps.some(({ status }) => status !== 'pending');
}

/** The undo as a scheme of its own: the kept copy is a blocking pre-check, and what tells that things are as before is asked afterwards. */
function undoScheme({ request, id, ...run }: RunState): Scheme {
  const { scheme } = request;
  const { restore, next: _, backup: __, version: ___, ...rest } = scheme;
  const kept: readonly Check[] = restore?.kept ? [{ ...restore.kept, weight: 'required' }] : [];
  return {
    ...rest,
    title: { 'zh-CN': `撤销回滚 ${id}`, en: `Undo rollback ${id}` },
    aliases: [],
    prechecks: kept,
    steps: stepsToUndo({ request, steps: run.steps }),
    checks: restore?.checks ?? [],
    record: {},
  };
}

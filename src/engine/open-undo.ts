import type { RunRequest } from '../domain/request.js';
import { failed, type Result } from '../domain/result.js';
import type { Scheme } from '../domain/scheme.js';
import type { RunState } from '../run/state.js';
import { keptChecks, restoreChecks, stepsToUndo } from '../run/touched.js';
import { whyNotUndo } from '../run/undoable.js';
import type { Inside } from './deps.js';
import { requestDigest } from './digest.js';
import type { UndoInput } from './engine.js';
import { openRun } from './open-run.js';
import { requesterOf } from './requester-of.js';
import { newRunIdentity } from './run-identity.js';

/** Runs looked at first for one that changed the system since; twice as many while that does not lead back far enough. */
const RECENT = 50;

/** Opens a run that takes back an ended one: with its values, its backup and its targets, under an approval of its own. */
export async function openUndo(before: RunState, input: UndoInput, inside: Inside): Promise<Result<RunState>> {
  const { catalog, clock } = inside;
  const { name } = before.request.plan;
  const system = catalog.systems().find(({ plan }) => plan.name === name);
  if (!system) return failed({ code: 'plan.unknown', at: name });
  const requester = await requesterOf(inside, system, input.by);
  if (!requester.ok) return requester;
  const refusal = whyNotUndo(before, await othersOf(before, inside));
  if (refusal) return failed(refusal);
  const at = clock.now();
  const { digest: _, incident: __, ...same } = before.request;
  const pinned: Omit<RunRequest, 'digest'> = {
    ...same,
    ...newRunIdentity(at, same.plan.timezone),
    undoOf: before.id,
    scheme: undoScheme(before),
    ...{ reason: input.reason, channel: input.channel },
    ...(input.incident ? { incident: input.incident } : {}),
  };
  return openRun({ ...pinned, digest: requestDigest(pinned) }, at, requester.value, inside);
}

/** Runs of the same system that may stand in the way of an undo: all that came after the one to be taken back. */
async function othersOf({ id, request }: RunState, { journal, ledger }: Inside): Promise<readonly RunState[]> {
  let limit = RECENT;
  let ids = await journal.recentRuns(limit, request.plan.name);
  while (ids.length === limit && !ids.includes(id)) {
    limit *= 2;
    ids = await journal.recentRuns(limit, request.plan.name);
  }
  const runs = await Promise.all(ids.map((each) => ledger.find(each)));
  return runs.filter((run) => run !== undefined);
}

/** The undo as a scheme of its own: the kept copy is a blocking pre-check, and what tells that things are as before is asked afterwards. */
export function undoScheme({ request, id, ...run }: RunState): Scheme {
  const { scheme } = request;
  const { restore: _restore, next: _, backup: __, version: ___, ...rest } = scheme;
  const before = { request, steps: run.steps };
  return {
    ...rest,
    title: { 'zh-CN': `撤销回滚 ${id}`, en: `Undo rollback ${id}` },
    aliases: [],
    prechecks: keptChecks(before),
    steps: stepsToUndo(before),
    checks: restoreChecks(before),
    record: {},
  };
}

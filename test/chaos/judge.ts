import type { RunEvent, StoredEvent } from '../../src/domain/event.js';
import type { RunState } from '../../src/run/state.js';
import { allSteps } from '../../src/run/steps.js';
import { waysOn } from '../../src/run/ways-on.js';
import { openJournal } from '../../src/store/open-journal.js';
import type { World } from './world.js';

/** One run as the journal has it. */
export type Recorded = { readonly id: string; readonly events: readonly StoredEvent[] };

/** What the journal holds, read as `backout audit verify` would: throws when a chain is broken. The bot must be gone. */
export async function readRecord(journalFile: string): Promise<readonly Recorded[]> {
  const opened = await openJournal(journalFile);
  if (!opened.ok) throw new Error(`the journal cannot be opened: ${opened.failure.code} ${opened.failure.detail}`);
  const { journal } = opened.value;
  try {
    const ids = await journal.recentRuns(1_000);
    return await Promise.all(ids.toReversed().map(async (id) => ({ id, events: await journal.read(id) })));
  } finally {
    await journal.close();
  }
}

/** What people, or the plan in their stead, say after which a step may follow one that did not go well. */
const DECISIONS = ['step.skipped', 'step.settled', 'rerun.granted', 'restore.started'];

type End = { readonly seq: number; readonly token: string; readonly how: How };
/** `failed`: by the script's own exit code; `stopped`: by a signal, a deadline or a person, wherever it was. */
type How = 'succeeded' | 'failed' | 'stopped' | 'lost' | 'never-began';

type Account = ReturnType<typeof accountOf>;

/** A run's tokens as its events tell them: when each was sent, and how each ended. */
function accountOf(events: readonly StoredEvent[]) {
  const sent: { readonly seq: number; readonly token: string }[] = [];
  const ends: End[] = [];
  const tokens = new Map<string, string>();
  const decided: number[] = [];
  for (const { seq, event } of events) {
    for (const { step, token } of sentBy(event)) {
      sent.push({ seq, token });
      tokens.set(step, token);
    }
    const how = endIn(event);
    const token = 'step' in event ? tokens.get(event.step) : undefined;
    if (how && token !== undefined) ends.push({ seq, token, how });
    if (DECISIONS.includes(event.type)) decided.push(seq);
  }
  return { sent, ends, decided };
}

function sentBy(event: RunEvent): readonly { readonly step: string; readonly token: string }[] {
  if (event.type === 'steps.sent') return event.steps;
  return event.type === 'step.started' ? [event] : [];
}

function endIn(event: RunEvent): How | undefined {
  if (event.type === 'step.lost') return 'lost';
  if (event.type === 'step.voided') return 'never-began';
  if (event.type !== 'step.finished') return undefined;
  if (event.result.kind === 'not-started') return 'never-began';
  if (event.result.kind !== 'exited' || event.result.code > 127) return 'stopped';
  return event.result.code === 0 ? 'succeeded' : 'failed';
}

/**
 * Everything that must hold after whatever happened. Returns what does not, in words. The witness is what the host says
 * itself: the only party that nothing in these tests makes forget.
 */
export function violationsOf(record: readonly Recorded[], witness: readonly string[]): readonly string[] {
  const accounts = record.map(({ events }) => accountOf(events));
  const sent = new Set(accounts.flatMap((account) => account.sent.map(({ token }) => token)));
  const begun = witness.filter((line) => line.endsWith(' begin')).map((line) => line.replace(' begin', ''));
  const twice = begun.filter((token, index) => begun.indexOf(token) !== index);
  return [
    ...twice.map((token) => `${token} ran more than once`),
    ...begun.filter((token) => !sent.has(token)).map((token) => `${token} ran, and the journal never said so first`),
    ...accounts.flatMap(({ ends }) => ends.flatMap((end) => contradictionOf(end, witness))),
    ...accounts.flatMap((account) => startedAfterFailure(account, begun)),
    ...interleaved(begun),
  ];
}

/** The record against the witness. The newest word on a token counts: an unknown end may become known. */
function contradictionOf({ token, how }: End, witness: readonly string[]): readonly string[] {
  const has = (what: string) => witness.includes(`${token} ${what}`);
  const says = (what: string) => [`${token} ${how} as the record says, but the host ${what}`];
  if (how === 'succeeded') return has('begin') && has('end') ? [] : says('did not see it begin and end');
  if (how === 'failed') return has('end') ? says('saw it end well') : [];
  return how === 'never-began' && has('begin') ? says('saw it begin') : [];
}

/** What began on the host behind a step that failed, or whose end is unknown, without anybody's word in between. */
function startedAfterFailure({ sent, ends, decided }: Account, begun: readonly string[]) {
  const bad = ends.filter(({ how, token }) => ['failed', 'stopped', 'lost'].includes(how) && begun.includes(token));
  return bad.flatMap((end) => {
    const own = begun.slice(begun.indexOf(end.token) + 1).filter((token) => sent.some((each) => each.token === token));
    // What was sent before the failure may go on under that intent: then its end is news after the word.
    const allowed = (token: string) => {
      const news = [...sent, ...ends].findLast((each) => each.token === token)?.seq ?? 0;
      const isHeard = ends.some((each) => each.token === token);
      return decided.some((seq) => end.seq < seq && (seq < news || !isHeard));
    };
    return own.filter((token) => !allowed(token)).map((token) => `${token} began after ${end.token} had ${end.how}`);
  });
}

/**
 * The attempts at steps whose end nobody could prove when it was asked for, and told so: each once, however often it was asked
 * for. `known`: those whose end was heard after all, e.g. because the host could be reached again.
 */
export function unknownEnds(record: readonly Recorded[]): { readonly told: number; readonly known: number } {
  const ends = record.flatMap(({ events }) => accountOf(events).ends);
  const told = new Set(ends.filter(({ how }) => how === 'lost').map(({ token }) => token));
  const known = [...told].filter((token) => ends.findLast((end) => end.token === token)?.how !== 'lost');
  return { told: told.size, known: known.length };
}

/** One run at a time on a system: a run's steps are never between those of another. */
function interleaved(begun: readonly string[]): readonly string[] {
  const runs = begun.map((token) => token.split('.')[0] ?? '');
  const changes = runs.filter((run, index) => run !== runs[index - 1]);
  const back = changes.filter((run, index) => changes.indexOf(run) !== index);
  return back.map((run) => `run ${run} went on among the steps of another`);
}

const STANDING: readonly RunState['phase'][] = ['needs-human', 'stopped', 'held'];

/** What began on the host of a run that stands still and waits for people, although nobody has said anything yet. */
export function restless(run: RunState, witness: readonly string[]): readonly string[] {
  if (!STANDING.includes(run.phase)) return [];
  const quiet = allSteps(run).filter(({ status }) => status === 'pending' || status === 'sent');
  const tokens = quiet.flatMap(({ token }) => token ?? []);
  const moved = tokens.filter((token) => witness.includes(`${token} begin`));
  const stuck = waysOn(run).length === 0 ? [`nobody can leave run ${run.id}: it is ${run.phase}`] : [];
  return [...stuck, ...moved.map((token) => `${token} began while run ${run.id} was ${run.phase}`)];
}

/** The same of a world whose bots are gone. */
export async function judge(world: World): Promise<{ record: readonly Recorded[]; violations: readonly string[] }> {
  const record = await readRecord(world.journalFile);
  return { record, violations: violationsOf(record, world.witness()) };
}

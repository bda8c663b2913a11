import type { Engine } from '../src/engine/engine.js';
import type { RunState } from '../src/run/state.js';
import { whyNotUndo } from '../src/run/undoable.js';
import type { Reader } from '../src/view/choice-modal.js';
import { listing } from '../src/view/listing.js';
import { problem, problemText } from '../src/view/problem.js';
import { undoModal, undoOpener } from '../src/view/undo-modal.js';
import { inEach, words } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { runNamed, runsHere } from './runs.js';
import { findSystem, systemsIn, toAsker } from './system.js';

const RECENT = 20;
/** Refusals listed when nothing can be taken back. */
const SHOWN = 5;

/** Asks for a run that takes back what an ended one did: the named one, or the newest that can be. */
export const undo: Command = {
  name: 'undo',
  aliases: ['撤销', '撤回'],
  usage: 'undo [run]',
  summary: inEach((w) => w.undo.command),
  async run(call, engine) {
    const [wanted] = call.args;
    const isSystem = systemsIn(call.channel, engine).some(({ plan }) => plan.name === wanted?.toLowerCase());
    if (wanted !== undefined && !isSystem) return named(wanted, call, engine);
    const found = findSystem(call, engine, wanted, 'undo');
    return 'reply' in found ? found.reply : newest(found.system.plan.name, call, engine);
  },
};

/** The dialog that asks for the undo of this run, or why there can be none. */
export async function undoReply(
  state: RunState,
  reader: Reader & Pick<Call, 'channel' | 'door' | 'thread'>,
  engine: Engine,
): Promise<Reply> {
  const { language, door, channel, thread } = reader;
  const refusal = whyNotUndo(state, await engine.recent(RECENT, state.request.plan.name));
  if (refusal) return toAsker(problem(refusal, language, door));
  const about = { channel, ...(thread ? { incident: thread } : {}) };
  return { kind: 'modal', modal: undoModal(state, about, reader), opener: undoOpener(state, reader) };
}

async function named(id: string, call: Call, engine: Engine): Promise<Reply> {
  const state = await runNamed(id, call, engine);
  if (state) return undoReply(state, call, engine);
  return toAsker(problem({ code: 'run.unknown', at: id }, call.language, call.door));
}

async function newest(system: string, call: Call, engine: Engine): Promise<Reply> {
  const all = (await runsHere(call, engine)).filter(({ request }) => request.plan.name === system);
  const carriedOut = all.filter(({ phase, decision }) => phase === 'closed' && decision?.verdict === 'approved');
  const able = carriedOut.find((state) => whyNotUndo(state, all) === undefined);
  if (able) return undoReply(able, call, engine);
  const { undo: w } = words(call.language);
  if (carriedOut.length === 0) return toAsker(listing(w.noRuns, [], undefined, call.language));
  const rows = carriedOut.slice(0, SHOWN).flatMap((state) => {
    const refusal = whyNotUndo(state, all);
    return refusal ? [[{ code: state.id }, ` · ${problemText(refusal, call.language)}`]] : [];
  });
  return toAsker(listing(w.none, rows, undefined, call.language));
}

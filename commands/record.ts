import type { Engine } from '../src/engine/engine.js';
import type { RunState } from '../src/run/state.js';
import { typedAt } from '../src/view/door.js';
import { listing } from '../src/view/listing.js';
import { problem } from '../src/view/problem.js';
import { recordFileName, recordOf } from '../src/view/record.js';
import { inEach, words } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { runNamed, runsHere } from './runs.js';
import { findSystem, systemsIn, toAsker } from './system.js';

const SUGGESTED = 5;

/** Gives the filled rollback record of a run, or of the newest one that has ended, with all that was told since. */
export const record: Command = {
  name: 'record',
  aliases: ['记录'],
  usage: 'record [run]',
  summary: inEach(({ help }) => help.commands.record),
  async run(call, engine) {
    if (systemsIn(call.channel, engine).length === 0) {
      const found = findSystem(call, engine, undefined, 'record');
      if ('reply' in found) return found.reply;
    }
    const runs = await runsHere(call, engine);
    const wanted = call.args[0];
    return wanted === undefined ? newest(runs, call) : named(wanted, runs, call, engine);
  },
};

/** The record as a file in the reader's language. */
function recordReply(state: RunState, { language }: Pick<Call, 'language'>): Reply {
  const w = words(language);
  if (state.phase !== 'closed') return toAsker(listing(w.commands.stillOpen(state.id), [], undefined, language));
  const content = recordOf(state, { language });
  return { kind: 'file', run: state.id, name: recordFileName(state), title: w.record.fileTitle(state.id), content };
}

/** In an incident's thread, the newest run that was carried out and reports there; else the newest that has ended. */
function newest(runs: readonly RunState[], call: Call): Reply {
  const closed = runs.filter(({ phase }) => phase === 'closed');
  const [last] = [...closed.filter((run) => wasTold(run, call)), ...closed];
  const { language } = call;
  return last ? recordReply(last, call) : toAsker(listing(words(language).commands.noRecord, [], undefined, language));
}

function wasTold({ decision, incident }: RunState, { thread }: Call): boolean {
  const isHere = incident?.channel === thread?.channel && incident?.thread === thread?.thread;
  return thread !== undefined && isHere && decision?.verdict === 'approved';
}

async function named(id: string, runs: readonly RunState[], call: Call, engine: Engine): Promise<Reply> {
  const state = await runNamed(id, call, engine);
  if (state) return recordReply(state, call);
  const { language } = call;
  if (runs.length === 0) return toAsker(problem({ code: 'run.unknown', at: id }, language, call.door));
  const w = words(language);
  const typed = typedAt(call.door);
  const rows = runs.slice(0, SUGGESTED).map((run) => [{ code: typed(`record ${run.id}`) }]);
  const { what } = w.problems['run.unknown'](id, {}, typed);
  return toAsker(listing(`${what}${w.space}${w.commands.nextRuns}`, rows, undefined, language));
}

import type { Engine } from '../src/engine/engine.js';
import type { RunState } from '../src/run/state.js';
import { listing } from '../src/view/listing.js';
import { problem } from '../src/view/problem.js';
import { reviewDue, reviewFileName, reviewOf } from '../src/view/review.js';
import { inEach, words } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { runNamed, runsHere } from './runs.js';
import { findSystem, systemsIn, toAsker } from './system.js';

/** Gives the review's report of a run, or of the newest one that was carried out (S2.87 to S2.99). */
export const review: Command = {
  name: 'review',
  aliases: ['复盘'],
  usage: 'review [run]',
  summary: inEach((w) => w.review.command),
  async run(call, engine) {
    if (systemsIn(call.channel, engine).length === 0) {
      const found = findSystem(call, engine, undefined, 'review');
      if ('reply' in found) return found.reply;
    }
    const wanted = call.args[0];
    return wanted === undefined ? newest(call, engine) : named(wanted, call, engine);
  },
};

async function newest(call: Call, engine: Engine): Promise<Reply> {
  const last = (await runsHere(call, engine)).find((run) => reviewDue(run) !== undefined);
  if (last) return reviewReply(last, call);
  const { none, noRun } = words(call.language).review;
  const here = systemsIn(call.channel, engine).map(({ plan }) => plan);
  const asked = here.some(({ review: wanted }) => wanted);
  return say(asked ? noRun : here.map(({ name }) => none(name)).join('\n'), call);
}

async function named(id: string, call: Call, engine: Engine): Promise<Reply> {
  const state = await runNamed(id, call, engine);
  return state ? reviewReply(state, call) : toAsker(problem({ code: 'run.unknown', at: id }, call.language, call.door));
}

/** The report as a file in the reader's language, or why there is none. */
function reviewReply(state: RunState, call: Call): Reply {
  const { review: w } = words(call.language);
  const { name, review: wanted } = state.request.plan;
  if (!wanted) return say(w.none(name), call);
  if (state.phase !== 'closed') return say(w.notEnded(state.id), call);
  if (reviewDue(state) === undefined) return say(w.notRun(state.id), call);
  const content = reviewOf(state, wanted, { language: call.language });
  return { kind: 'file', run: state.id, name: reviewFileName(state), title: w.fileTitle(state.id), content };
}

function say(text: string, { language }: Call): Reply {
  return toAsker(listing(text, [], undefined, language));
}

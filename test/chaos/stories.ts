import type { Choice } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { comesBack, goesAway, isInTwo, loseTwo } from './fates.js';
import { choosing, type Press, type Scene, type Story } from './story.js';
import { LEAD, OPS, SECOND } from './world.js';

type Phase = RunState['phase'];

const minutes = (count: number) => count * 60_000;
const scheme = (name: string) => [{ scheme: name }];
const chosen = (kind: Exclude<Choice['kind'], 'claim' | 'grant-rerun' | 'decline-rerun' | 'verify-again'>) =>
  ({ kind, reason: 'Chaos' }) as const;

/** People who see a run in this phase choose this. */
const at =
  (phase: Phase, choice: Choice, by = LEAD): NonNullable<Story['press']> =>
  (run) =>
    run.phase === phase ? choosing(run, choice, by) : undefined;

/** Only people's answers are waited for. */
function isAnsweredByMachines({ phase, checks }: RunState): boolean {
  return phase === 'verifying' && checks.every(({ isManual, status }) => isManual || status === 'finished');
}

/** Somebody wants it again, and somebody else agrees, once what stood in the way is mended. */
export const again = (run: RunState, scene: Scene): Press | undefined => {
  if (run.phase !== 'stopped' && run.phase !== 'needs-human') return undefined;
  for (const name of ['mended', 'gate']) scene.world.make(name);
  return run.rerun ? choosing(run, { kind: 'grant-rerun' }, SECOND) : choosing(run, chosen('rerun'));
};

export const STORIES: readonly Story[] = [
  {
    name: 'seven steps go well',
    asks: scheme('seven'),
    // A bot that dies behind a check that writes does not know its answer; people have it asked once more.
    press: at('stopped', { kind: 'verify-again' }),
    ends: [['succeeded']],
  },
  { name: 'a person does a step between two scripts', asks: scheme('person'), ends: [['succeeded']] },
  {
    name: 'it is rejected',
    asks: scheme('short'),
    press: ({ id: runId, phase, request }) =>
      phase === 'awaiting-approval'
        ? { method: 'decide', args: [{ runId, verdict: 'rejected', by: LEAD, digest: request.digest }] }
        : undefined,
    ends: [['rejected']],
  },
  {
    name: 'nobody decides in time',
    asks: scheme('short'),
    press: ({ phase }) => (phase === 'awaiting-approval' ? 'wait' : undefined),
    fate(runs, scene) {
      if (runs[0]?.phase !== 'awaiting-approval' || !scene.once('later')) return;
      scene.skew(minutes(16));
      scene.bot.kill('SIGTERM');
    },
    ends: [['expired']],
  },
  {
    name: 'a step fails and is left out',
    asks: scheme('mendable'),
    press: at('stopped', chosen('skip')),
    ends: [['partial', 'succeeded']],
  },
  { name: 'a step fails and runs again', asks: scheme('mendable'), press: again, ends: [['succeeded']] },
  {
    name: 'a step fails, and what was done is taken back',
    asks: scheme('mendable'),
    press: at('stopped', chosen('restore')),
    ends: [['restored']],
  },
  { name: 'a step fails, and the run is given up', asks: scheme('mendable'), ends: [['failed']] },
  {
    name: 'a step fails, and the run is held until somebody takes it and ends it',
    asks: scheme('mendable'),
    press(run) {
      if (run.phase === 'stopped') return choosing(run, chosen('hold'));
      return run.phase === 'held' && !run.claimed ? choosing(run, { kind: 'claim' }) : undefined;
    },
    ends: [['failed']],
  },
  {
    name: 'what was done does not help, and then it does',
    asks: scheme('wrong'),
    press(run, { world }) {
      if (run.phase !== 'stopped') return undefined;
      world.make('mended');
      return choosing(run, { kind: 'verify-again' });
    },
    ends: [['succeeded']],
  },
  { name: 'what was done does not help, and the plan takes it back', asks: scheme('reverts'), ends: [['restored']] },
  { name: 'a step fails, and so does taking it back', asks: scheme('stuck'), ends: [['failed']] },
  {
    name: 'the end of a step is unknown, and a person knows it',
    asks: scheme('long'),
    fate(runs, scene) {
      loseTwo(runs, scene);
      // What nobody watches goes on by itself, and nobody may say that it is done while it runs.
      if (runs[0]?.phase === 'needs-human') scene.world.make('gate');
    },
    press: at('needs-human', chosen('settle')),
    ends: [['succeeded', 'partial']],
  },
  {
    name: 'the end of a step is unknown, and it runs again',
    asks: scheme('long'),
    fate: loseTwo,
    press: again,
    ends: [['succeeded']],
  },
  {
    name: 'the end of a step is unknown; people are called again, ask, refuse to run it again and take over',
    asks: scheme('long'),
    fate(runs, scene) {
      loseTwo(runs, scene);
      // However a blow moves the clock meanwhile, it is late enough to call them again.
      if (runs[0]?.phase === 'needs-human' && runs[0].reminders.length === 0) scene.skew(minutes(6));
    },
    press(run, scene) {
      if (run.phase !== 'needs-human') return undefined;
      if (run.rerun) {
        scene.once('declined');
        return choosing(run, { kind: 'decline-rerun' }, SECOND);
      }
      // Everything once, and the wish once in each life of the bot: how often there is time for more depends on the machine.
      if (run.reminders.length === 0)
        return scene.once('asked') ? { method: 'askAgain', args: [run.id, LEAD] } : 'wait';
      if (scene.has('declined')) return undefined;
      return scene.once(`wanted of ${scene.bot.pid}`) ? choosing(run, chosen('rerun')) : 'wait';
    },
    ends: [['handed-over']],
  },
  {
    name: 'it is aborted in the middle of a segment',
    asks: scheme('long'),
    press: (run, scene) =>
      run.phase === 'running' && !run.abort && isInTwo(run, scene)
        ? { method: 'abort', args: [run.id, OPS] }
        : undefined,
    ends: [['aborted']],
  },
  {
    name: 'it is aborted before its host can be reached',
    asks: scheme('short'),
    fate([run], scene) {
      goesAway(scene, run?.phase === 'awaiting-approval');
      comesBack(scene, run?.abort !== undefined);
    },
    press: ({ id, phase, abort, steps }) =>
      phase === 'running' && !abort && steps.some(({ status }) => status === 'running')
        ? { method: 'abort', args: [id, OPS] }
        : undefined,
    ends: [['aborted']],
  },
  {
    name: 'nobody knows whether it ever began, and its approval is old',
    asks: scheme('short'),
    fate(runs, scene) {
      const [run] = runs;
      goesAway(scene, run?.phase === 'awaiting-approval');
      if (run?.steps.some(({ status }) => status === 'running') && scene.once('later')) {
        scene.skew(minutes(16));
        scene.bot.kill('SIGTERM');
      }
      comesBack(scene, (run?.resumedAt.length ?? 0) > 0);
    },
    ends: [['expired']],
  },
  {
    name: 'its host is gone at the end, and keeps its lock until somebody breaks it',
    asks: scheme('short'),
    fate([run], scene) {
      goesAway(scene, run !== undefined && isAnsweredByMachines(run));
      comesBack(scene, run?.phase === 'closed');
    },
    press(run) {
      const { id: runId, phase, locked } = run;
      if (phase === 'verifying') return isAnsweredByMachines(run) ? undefined : 'wait';
      return phase === 'closed' && locked.length > 0
        ? { method: 'breakLock', args: [{ runId, by: LEAD, reason: 'The host is back' }] }
        : undefined;
    },
    isOver: ([run]) => run?.locked.length === 0,
    ends: [['succeeded']],
  },
  {
    name: 'the bot is stopped in order in the middle of a segment',
    asks: scheme('long'),
    fate(runs, scene) {
      if (!runs.some((run) => isInTwo(run, scene))) return;
      if (scene.once('term')) scene.bot.kill('SIGTERM');
      else if (runs.some(({ resumedAt }) => resumedAt.length > 0)) scene.world.make('gate');
    },
    ends: [['succeeded']],
  },
  {
    name: 'it goes well and is taken back afterwards',
    asks: [{ scheme: 'mendable' }, { undo: true }],
    fate: (_runs, { world }) => world.make('mended'),
    ends: [['succeeded'], ['succeeded']],
  },
  {
    name: 'two are asked for, one after the other, and told about afterwards',
    asks: [{ scheme: 'short' }, { scheme: 'mendable' }],
    fate: (runs, { world }) => runs.length === 2 && world.make('mended'),
    // The first is decided only when the second stands behind it.
    press: (run, { bot, once }) => {
      if (bot.runs.size < 2 && run.phase === 'awaiting-approval') return 'wait';
      const incident = { channel: 'C0CHAOS', thread: '1.1', linkedBy: OPS, linkedAt: 0 };
      if (run.phase === 'running' && once('incident')) return { method: 'linkIncident', args: [incident] };
      const answers = { 'backup.location': 'Here', cause: 'Chaos', improvements: 'None' };
      return run.phase === 'closed' && Object.keys(run.told).length === 0
        ? { method: 'complete', args: [{ runId: run.id, by: OPS, answers }] }
        : undefined;
    },
    isOver: (runs) => runs.every(({ told }) => Object.keys(told).length > 0),
    ends: [['succeeded'], ['succeeded']],
  },
];

import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunState } from '../../src/run/state.js';
import { bundle } from './bundle.js';
import { begun } from './fates.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';
import { again } from './stories.js';
import { choosing, type Story } from './story.js';
import { kindsIn, tell } from './tell.js';
import type { World } from './world.js';

const program = await bundle('bot');
afterAll(() => rm(program));

/** Tells a story on a disk that the story can fill. */
function tellOn(place: (world: World) => string, kilobytes: number, story: (disk: () => SmallDisk) => Story) {
  let disk: SmallDisk | undefined;
  const mounted = () => {
    if (!disk) throw new Error('no disk yet');
    return disk;
  };
  const prepare = (world: World) => {
    disk = mountSmallDisk(place(world), kilobytes);
    return disk.unmount;
  };
  return tell(program, story(mounted), { prepare });
}

describe("the host's disk is full", () => {
  const state = ({ box }: World) => join(box.home, '.backout');

  it.concurrent('before a step is claimed: it did not run, and does when there is room and people want it', async () => {
    const told = await tellOn(state, 512, (disk) => ({
      name: 'full before the claim',
      asks: [{ scheme: 'short' }],
      fate: ([run], { once }) => void (run?.phase === 'awaiting-approval' && once('full') && disk().fill()),
      press(run, scene) {
        if (run.phase === 'stopped') disk().free();
        return again(run, scene);
      },
      ends: [['succeeded', 'failed']],
    }));
    if (told.runs[0]?.outcome === 'failed') expect(told.witness).toEqual([]);
  });

  it.concurrent('while a step prints: it runs to its end', async () => {
    const told = await tellOn(state, 512, (disk) => ({
      name: 'full during the output',
      asks: [{ scheme: 'seven' }],
      fate: (_runs, scene) => void (begun(scene, 'one') && scene.once('full') && disk().fill(20_000)),
      press: (run) => (run.phase === 'needs-human' ? choosing(run, { kind: 'settle', reason: 'It did' }) : undefined),
      ends: [['succeeded', 'partial', 'failed', 'handed-over']],
    }));
    expect(told.witness.filter((line) => line.endsWith('.two end'))).toHaveLength(1);
  });

  it.concurrent('when a step has ended: nobody can prove how, and that is what people are told', async () => {
    const told = await tellOn(state, 512, (disk) => ({
      name: 'full at the result',
      asks: [{ scheme: 'long' }],
      fate(runs, scene) {
        if (!begun(scene, 'two')) return;
        if (scene.once('full')) disk().fill();
        scene.world.make('gate');
        if (runs[0]?.phase === 'needs-human') disk().free();
      },
      press: (run) => (run.phase === 'needs-human' ? choosing(run, { kind: 'settle', reason: 'It did' }) : undefined),
      ends: [['succeeded', 'partial']],
    }));
    expect(kindsIn(told)).toContain('step.lost');
    expect(told.witness.filter((line) => line.endsWith('.three begin'))).toHaveLength(1);
  });
});

describe("the bot's disk is full", () => {
  const journal = ({ journalFile }: World) => dirname(journalFile);
  const phases: readonly RunState['phase'][] = ['preparing', 'awaiting-approval', 'running', 'verifying'];

  it.concurrent.each(phases)(
    'while a run is %s: nothing is sent that is not written down, and it goes on later',
    async (phase) => {
      const told = await tellOn(journal, 1_024, (disk) => ({
        name: 'no room for the journal',
        asks: [{ scheme: 'short' }],
        fate([run], { once }) {
          if (run?.phase !== phase || !once('full')) return;
          disk().fill();
          setTimeout(() => disk().free(), 500);
        },
        ends: [['succeeded']],
      }));
      expect(told.deaths).toEqual([]);
    },
  );
});

import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.js';
import { bundle } from './bundle.js';
import type { Moment } from './points.js';
import { momentsOf, rehearseAll } from './rehearse.js';
import { STORIES } from './stories.js';
import type { Story } from './story.js';
import { tell } from './tell.js';

// Every story is rehearsed once; then the bot is killed at each point that it passed there, and started again.
const program = await bundle('bot');
afterAll(() => rm(program));
const rehearsed = await rehearseAll(program, STORIES);

/** Whether some story tells of each kind of event; one that none tells of says why. A new kind is an error of the compiler. */
const TOLD: Readonly<Record<RunEvent['type'], true | string>> = {
  'run.requested': true,
  'check.started': true,
  'check.saved': true,
  'check.finished': true,
  'checklist.ticked': true,
  'approval.granted': true,
  'approval.rejected': true,
  'request.expired': true,
  'incident.linked': true,
  'queue.moved': true,
  'steps.sent': true,
  'step.started': 'only older journals tell of it, and nothing writes it any more',
  'step.asked': true,
  'step.answered': true,
  'step.finished': true,
  'step.lost': true,
  'step.voided': true,
  'step.settled': true,
  'rerun.asked': true,
  'rerun.granted': true,
  'rerun.declined': true,
  'step.skipped': true,
  'checks.asked-again': true,
  'restore.started': true,
  'run.held': true,
  'run.claimed': true,
  'run.given-up': true,
  'people.reminded': true,
  'step.asked-again': true,
  'run.paused': true,
  'run.resumed': true,
  'abort.requested': true,
  'run.handed-over': true,
  'run.closed': true,
  'lock.broken': true,
  'record.completed': true,
};

it('tells of every kind of event that can be written', () => {
  const points = rehearsed.flatMap(({ trace }) => trace);
  const told = new Set(points.flatMap((point) => /^journal\.append:(.*):before$/.exec(point)?.[1] ?? []));
  expect([...told].toSorted()).toEqual(
    Object.keys(TOLD)
      .filter((type) => TOLD[type as RunEvent['type']] === true)
      .toSorted(),
  );
});

/** The points that some bot died at, and the moments that no bot came to. */
const struck = new Set<string>();
const missed: Moment[] = [];

/** Kills the bot at a moment. One that the clock led to, e.g. a second try, may not come again: every promise is judged each time. */
async function killAt(story: Story, moment: Moment): Promise<void> {
  for (let times = 0; times < 6; times += 1) {
    const { deaths } = await tell(program, story, { moment });
    if (deaths.length === 0) continue;
    expect(deaths).toEqual(['SIGKILL']);
    struck.add(moment.point);
    return;
  }
  missed.push(moment);
}

const told = momentsOf(rehearsed);
describe.each(told)('$story.name', ({ story, moments }) => {
  it.concurrent.each(moments)('survives a kill at $point, passing $nth', (moment) => killAt(story, moment));
});

it('kills at every point, and at nearly every passing of it', () => {
  const moments = told.flatMap((each) => each.moments);
  expect([...struck].toSorted()).toEqual([...new Set(moments.map(({ point }) => point))].toSorted());
  expect(missed.slice(Math.floor(moments.length / 100))).toEqual([]);
});

import { expect, it } from 'vitest';
import { groupAwaiting, groupBroken, groupHalfway, groupUndone } from '../../gallery/tales/hosts.js';
import { hostStates } from '../../src/view/host-states.js';
import { orderLines } from '../../src/view/host-table.js';
import { recordOf } from '../../src/view/record.js';
import { sceneOf } from '../../src/view/scene.js';

const sceneFor = (tale: typeof groupBroken) => sceneOf(tale('en'), { now: 0, delivered: new Set() });
const standing = (tale: typeof groupBroken) => hostStates(sceneFor(tale)).map(({ words }) => words);

it('tells a decider which host is first', () => {
  expect(orderLines(sceneFor(groupAwaiting))).toEqual([
    ['Host by host: app-1 first, as the canary, then app-2, app-3. A step that fails stops before the next host.'],
  ]);
});

it('shows where it stopped, and what was not touched', () => {
  expect(standing(groupBroken)).toEqual(['done', 'failed', 'waiting']);
  expect(standing(groupHalfway)).toEqual(['stopped halfway', 'not touched', 'not touched']);
});

it('keeps a row for each host in the record', () => {
  expect(standing(groupUndone)).toEqual(['undone', 'undone', 'not touched']);
  expect(recordOf(groupUndone('en'))).toMatch(
    /### Host by host\n\n\| Host \| State \| Seen \|\n.*\n\| app-1 \(deploy@10\.0\.1\.10\) \(canary\) \| undone \|/,
  );
});

import { expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { GROUP_PLAN } from '../helpers/group-plan.js';
import { inEnglish } from '../helpers/in-english.js';

const SOURCE = `backups:
  release:
    { title: Releases, target: app, kind: file, directory: APP_DIR, pattern: 'r_{timestamp}.tgz', timestamp: YYYYMMDD }
schemes:`;

it('refuses backups on a group, and says what to write', () => {
  const reading = readPlan(GROUP_PLAN.replace('schemes:', SOURCE), 'a'.repeat(64));
  expect(!reading.ok && inEnglish(reading.problems)).toEqual([
    {
      ...{ line: 17, column: 24, path: 'backups.release.target' },
      message:
        'app is a group of hosts, and a backup lies on one; write a target that is one host, e.g. web, and let a step bring it to each host',
    },
  ]);
});

// A step `reach` of the group would become `reach-app-1`, and one of two steps of that name would never run.
it.each([
  ['id: drain', 'reach-web'],
  ['id: stop', 'reach'],
])('keeps the names of the steps that Backout adds: %s cannot be %s', (from, id) => {
  const reading = readPlan(GROUP_PLAN.replace(from, `id: ${id}`), 'a'.repeat(64));
  expect(!reading.ok && reading.problems.map(({ message }) => message.en)).toEqual([
    `${id} is the name of a step that Backout adds itself; choose another id`,
  ]);
});

import { describe, expect, it } from 'vitest';
import { problemsOf, refuses } from './broken-copies.js';

describe('the papers of a plan', () => {
  refuses('meiyueart', {
    'have no two boxes of one name': [
      '- { id: window,',
      '- { id: confirmed,',
      'checklist[5].id: the id confirmed is used twice here; rename one',
    ],
    'ask nothing twice in the record': [
      'ask: deployed-version',
      'ask: remarks',
      'record.sections[7].fields[1].ask: remarks is asked twice in this document; rename one',
    ],
  });
  refuses('wechat', {
    'ask nothing in the notice': [
      'fill: owner }\n  cites: [S2.30]',
      'ask: owner }\n  cites: [S2.30]',
      'notice.fields[5].ask: the notice goes out by itself, nobody can be asked; write fill: instead',
    ],
    'ask nothing twice in the review': [
      'ask: noticed',
      'ask: occurred',
      'review.report.sections[1].fields[1].ask: occurred is asked twice in this document',
    ],
  });

  it('leave no box to pre-checks that a scheme does not have', () => {
    const item = 'checklist: [{ id: ready, title: x, answeredBy: prechecks }]\n';
    const command = 'command:\n          target: app\n          run: curl';
    const problems = problemsOf(
      'wechat',
      ['backups:\n', `${item}backups:\n`],
      [`blocking: true\n        ${command}`, `blocking: false\n        ${command}`],
      ['    blocking: true\n    backup: database', '    blocking: false\n    backup: database'],
      [
        'blocking: true\n        space: { target: app, at: $HOME',
        'blocking: false\n        space: { target: app, at: $HOME',
      ],
    );
    const message = 'scheme a has no blocking pre-check that could answer this; add one, or write answeredBy: person';
    expect(problems).toContainEqual(expect.objectContaining({ path: 'checklist[0].answeredBy', message }));
  });
});

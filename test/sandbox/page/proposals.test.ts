import { describe, expect, it } from 'vitest';
import { accept, type Proposal, proposalsFor } from '../../../sandbox/page/proposals.js';
import { defaultChannels, defaultCommands, defaultPeople } from '../../../sandbox/slack/default-workspace.js';

const known = {
  ...{ commands: defaultCommands, people: defaultPeople, channels: defaultChannels },
  ...{ botName: 'Backout', isThread: false },
};
const labels = (before: string, more = {}) => proposalsFor(before, { ...known, ...more }).map(({ label }) => label);

describe('what the composer proposes', () => {
  it('commands after a slash, and none in a thread, where Slack has none', () => {
    expect(labels('/rollback sta')).toEqual(['/rollback status']);
    expect(labels('/rollback sta', { isThread: true })).toEqual([]);
  });

  it('keeps a command with its arguments in sight while they are typed', () => {
    const commands = [{ usage: '/rollback record [number]', summary: 'Show a record' }];
    expect(labels('/rollback record 2026', { commands })).toEqual(['/rollback record [number]']);
    expect(proposalsFor('/rollback rec', { ...known, commands })[0]?.insert).toBe('/rollback record ');
  });

  it('the bot and people after @, by name or handle, in the middle of a sentence', () => {
    expect(labels('请 @')).toEqual(['@Backout', ...defaultPeople.map(({ realName }) => `@${realName}`)]);
    expect(labels('请 @lis')).toEqual(['@李四']);
    expect(labels('mail@lis')).toEqual([]);
  });

  it('channels after #', () => {
    expect(labels('见 #gen')).toEqual(['#general']);
  });
});

it('a proposal replaces what was typed of it and leaves the rest', () => {
  const proposal: Proposal = { kind: 'person', insert: '@李四 ', label: '@李四' };
  expect(accept('请 @lis看', 6, proposal)).toEqual({ text: '请 @李四 看', cursor: 6 });
});

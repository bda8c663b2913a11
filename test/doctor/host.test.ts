import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookAtHost } from '../../src/doctor/host.js';
import type { HostNeeds, Need } from '../../src/doctor/needs.js';
import { type Lab, openLab } from '../ssh/helpers/remote.js';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  // Root is allowed without a password, and nobody else.
  const sudo = `#!/bin/sh\n[ "$3" = root ] || { echo 'sudo: a password is required' >&2; exit 1; }\nshift 4\nexec "$@"\n`;
  writeFileSync(join(lab.box.root, 'bin/sudo'), sudo, { mode: 0o755 });
});
afterEach(() => lab.close());

const need = (tool: string, isOptional = false): Need => ({ tool, isOptional });

async function lookedAt(
  accounts: Readonly<Record<string, readonly Need[]>>,
  more: Partial<HostNeeds> = {},
): Promise<readonly string[]> {
  const needs: HostNeeds = { tools: new Map(Object.entries(accounts)), secrets: false, journal: false, ...more };
  const found = await lookAtHost(
    { target: lab.target, name: 'site/web-1', needs },
    { remote: lab.remote, language: 'en' },
  );
  return found.map(({ verdict, what }) => `${verdict} ${what}`);
}

const counted = (count: number) => `good Commands that Backout and the plan need: all ${count} are there`;

describe('the commands of a host', () => {
  it('counts only those that were looked for: none of an account that sudo refuses', async () => {
    const told = await lookedAt({ '': [need('sh')], 'www-data': [need('sed'), need('cat')] });
    expect(told).toContain('bad sudo to www-data is refused: sudo: a password is required');
    expect(told).toContain(counted(1));
  });

  it('looks for those of an account that sudo lets in', async () => {
    const told = await lookedAt({ '': [need('sh')], root: [need('sh'), need('cat'), need('no-such-command')] });
    expect(told).toContain('good sudo to root works without a password');
    expect(told).toContain('bad The command no-such-command is missing for root');
    expect(told).not.toContainEqual(expect.stringContaining('are there'));
  });

  it('counts and names a command once, whoever calls it', async () => {
    const none = need('no-such-command', true);
    const told = await lookedAt({ '': [need('sh'), none], root: [need('sh'), need('cat'), none] });
    expect(told).toContain(counted(2));
    expect(told).toContain('note Missing, but the plan’s scripts ask first: no-such-command');
  });
});

it('says that a file stands where the state directory belongs, and how to move it away', async () => {
  const state = join(lab.box.home, '.backout');
  rmSync(state, { recursive: true, force: true });
  writeFileSync(state, 'no folder');
  const told = await lookedAt({ '': [need('sh')] });
  expect(told).toContain(`bad ${state} is not a folder, so no step can start`);
  expect(told).not.toContainEqual(expect.stringContaining('home directory can be written'));
});

it('names every missing command of an account at once', async () => {
  const told = await lookedAt({ '': [need('sh'), need('no-such-a'), need('no-such-b')] });
  expect(told).toContain('bad The command no-such-a, no-such-b is missing');
});

it('says before a rollback needs it that the account may not read the journal of systemd', async () => {
  const journalctl = (says: string) =>
    writeFileSync(join(lab.box.root, 'bin/journalctl'), `#!/bin/sh\n${says}\n`, { mode: 0o755 });
  const closed = expect.stringContaining('journal of systemd');
  // journalctl leaves out what the account may not see, and calls that a success.
  journalctl(':');
  expect(await lookedAt({ '': [need('sh')] }, { journal: true })).toContainEqual(closed);
  expect(await lookedAt({ '': [need('sh')] })).not.toContainEqual(closed);
  journalctl('echo Started Session 1');
  expect(await lookedAt({ '': [need('sh')] }, { journal: true })).not.toContainEqual(closed);
});

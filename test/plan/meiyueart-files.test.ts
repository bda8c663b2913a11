import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedShells } from '../helpers/shells.js';
import { wholePlan } from '../helpers/whole-plans.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'backout-files-'));
  mkdirSync(join(root, 'routes'));
});
afterEach(() => rmSync(root, { recursive: true }));

const snapshots = wholePlan('meiyueart').schemes.flatMap(({ key, steps }) =>
  steps.flatMap(({ target, snapshot }) => (target === 'web' && snapshot ? [{ key, script: snapshot.run }] : [])),
);

const writable = wholePlan('meiyueart').schemes.flatMap(({ key, prechecks }) =>
  prechecks.flatMap((check) =>
    check.id === 'writable' && check.kind === 'command' ? [{ key, script: check.run }] : [],
  ),
);

describe.each(installedShells())('under $name', ({ run }) => {
  it.each(snapshots)('scheme $key saves the live files, and a lost one keeps nothing from its return', ({ script }) => {
    const values = { HOME: root, BACKOUT_RUN: 'run-1', ROUTES: join(root, 'routes'), PROGRAM: 'x' };
    const kept = (name: string) => join(root, '.backout/snapshots/run-1', name);
    writeFileSync(join(root, 'routes/change_password.py'), 'live');
    expect(run(script, values)).toMatchObject({ code: 0, text: expect.stringContaining('no user_system.py to save') });
    expect(readFileSync(kept('change_password.py'), 'utf8')).toBe('live');
    expect(existsSync(kept('user_system.py'))).toBe(false);
    rmSync(join(root, 'routes'), { recursive: true });
    expect(run(script, values).code).not.toBe(0);
  });

  it.each(writable)('scheme $key does not begin where the live files cannot be replaced', ({ script }) => {
    const values = { ROUTES: join(root, 'routes') };
    expect(run(script, values).code).toBe(0);
    rmSync(values.ROUTES, { recursive: true });
    expect(run(script, values).code).not.toBe(0);
  });
});

import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layRestoreHost, restorePlan } from '../helpers/restore-plan.js';
import { installedShells } from '../helpers/shells.js';
import { hands } from './taken-back.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'restore-plan-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe.each(installedShells())('under $name', ({ run }) => {
  function take(version?: string) {
    const { variables, backup } = layRestoreHost(root, version);
    const app = async (text: string, env: Record<string, string> = {}) => {
      const { code, text: out } = run(text, env);
      return { code: code ?? -1, out, err: '' };
    };
    const values = { ...variables, HOME: root, BACKUP: backup };
    return { ...hands({ plan: restorePlan(), scheme: 'a', run: 'run-1', on: { app }, values }), ...variables };
  }
  const live = () => readFileSync(join(root, 'live/version'), 'utf8') + readFileSync(join(root, 'state'), 'utf8');

  it('rolls back, and back again after a success while the copy is there', async () => {
    const host = take('v1');
    await host.carryOut();
    expect([live(), await host.done(), await host.isKept()]).toEqual(['v1\nv1\n', ['swap', 'start'], true]);
    await host.takeBack();
    expect([live(), await host.isAsBefore(), await host.isKept()]).toEqual(['v2\nv2\n', true, false]);
  });

  it('leaves the live release alone when the archive is broken, and is as before once taken back', async () => {
    const host = take();
    await expect(host.carryOut()).rejects.toThrow('unpack ended with');
    await host.takeBack('unpack');
    expect([live(), await host.isAsBefore()]).toEqual(['v2\nv2\n', true]);
    expect(readdirSync(root)).not.toContain('live.new');
  });

  it('puts the only live copy back from halfway, and keeps it when told twice (S4.26)', async () => {
    const host = take('v1');
    await host.carryOut('unpack');
    renameSync(host.DEPLOY_DIR, `${host.DEPLOY_DIR}.before-run-1`);
    await host.takeBack('swap');
    await host.takeBack('swap');
    expect([live(), await host.isAsBefore()]).toEqual(['v2\nv2\n', true]);
  });

  it('moves nothing when nothing had been moved', async () => {
    const host = take('v1');
    await host.carryOut('unpack');
    await host.takeBack('swap');
    expect([live(), await host.isAsBefore()]).toEqual(['v2\nv2\n', true]);
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONDITION } from '../../src/engine/conditional.js';
import { stepScript } from '../../src/engine/step-script.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { installedShells } from '../helpers/shells.js';

const [NEEDED, UNNEEDED, UNCLEAR] = [0, 1, 2];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "conditions of 'ops' "));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The condition of a step as its host is asked it. */
function conditionOf(name: string, scheme: string, id: string): string {
  const reading = readPlan(readFileSync(new URL(`../../plans/${name}.yaml`, import.meta.url), 'utf8'), 'x');
  const step =
    reading.ok && reading.plan.schemes.find(({ key }) => key === scheme)?.steps.find((each) => each.id === id);
  return (
    (step && stepScript(step, {}).env[CONDITION]) || expect.unreachable(`${name}: no condition of ${scheme} ${id}`)
  );
}

describe.each(installedShells())('under $name', ({ run }) => {
  describe.each([
    { scheme: '5', step: 'monolith', script: 'monitor:performance', asked: 5 },
    { scheme: '6', step: 'repair', script: 'check:data-consistency', asked: 1 },
  ])('scheme $scheme of Partytix needs its $step', ({ scheme, step, script, asked }) => {
    /** What npm ends with, time after time, the last for ever. */
    const ask = (...codes: number[]) => {
      const [bin, app] = [join(folder, 'bin'), join(folder, 'app')];
      for (const each of [bin, app]) mkdirSync(each, { recursive: true });
      writeFileSync(join(folder, 'codes'), codes.map((code) => `${code}\n`).join(''));
      const npm = `#!/bin/sh\necho "$*" >>"$ASKED"\nexit "$(head -n "$(wc -l <"$ASKED")" "$CODES" | tail -n 1)"\n`;
      writeFileSync(join(bin, 'npm'), npm, { mode: 0o755 });
      writeFileSync(join(bin, 'sleep'), '#!/bin/sh\n', { mode: 0o755 });
      const values = { BIN: bin, APP_DIR: app, CODES: join(folder, 'codes'), ASKED: join(folder, 'asked') };
      return run(`PATH="$BIN:$PATH"\n${conditionOf('partytix', scheme, step)}`, values).code;
    };
    const timesAsked = () => readFileSync(join(folder, 'asked'), 'utf8').split(`run ${script}\n`).length - 1;
    const hasScript = (text = `{ "scripts": { "${script}": "node tool" } }`) => {
      mkdirSync(join(folder, 'app'), { recursive: true });
      writeFileSync(join(folder, 'app/package.json'), text);
    };

    it('when every answer is bad', () => {
      hasScript();
      expect(ask(1)).toBe(NEEDED);
      expect(timesAsked()).toBe(asked);
    });

    it('not when an answer is good, be it the last', () => {
      hasScript();
      expect(ask(...Array(asked - 1).fill(1), 0)).toBe(UNNEEDED);
    });

    it('cannot tell from any other end, without the script or without the folder', () => {
      expect(ask(1)).toBe(UNCLEAR);
      hasScript('{ "scripts": {} }');
      expect(ask(1)).toBe(UNCLEAR);
      hasScript();
      expect(ask(127)).toBe(UNCLEAR);
    });
  });

  describe('recover of the points app', () => {
    const [stop, start] = [conditionOf('points-app', 'recover', 'stop'), conditionOf('points-app', 'recover', 'start')];
    const values = () => ({ APP_DIR: join(folder, 'app'), HOME: folder, BACKOUT_RUN: 'r' });
    const live = (name = 'app') => mkdirSync(join(folder, name));
    const note = () =>
      expect(
        run('mkdir -p "$HOME/.backout/snapshots/r"; ls -di "$APP_DIR" >"$HOME/.backout/snapshots/r/folder"', values()),
      ).toMatchObject({ code: 0 });

    it('is needed where the deployment left the version before', () => {
      live();
      expect(run(stop, values()).code).toBe(UNNEEDED);
      live('app_old');
      expect(run(stop, values()).code).toBe(NEEDED);
      expect(run(stop, { ...values(), APP_DIR: join(folder, 'gone/app') }).code).toBe(UNCLEAR);
    });

    it('starts what is live where that is another folder than before', () => {
      live();
      expect(run(start, values()).code).toBe(UNCLEAR);
      note();
      expect(run(start, values()).code).toBe(UNNEEDED);
      run('mv "$APP_DIR" "$APP_DIR.kept"; mkdir "$APP_DIR"', values());
      expect(run(start, values()).code).toBe(NEEDED);
    });
  });
});

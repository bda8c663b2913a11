import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import type { Target } from '../../src/domain/target.js';
import type { Remote } from '../../src/engine/ports.js';
import { createRemote } from '../../src/ssh/ssh-remote.js';

/** The machine the test runs on, as a host with a home of its own. */
export type Machine = {
  readonly root: string;
  readonly target: Target;
  readonly remote: Remote;
  /** Makes a file below the root, with the folders it lies in; gives its path. */
  file(path: string, text: string): string;
  /** Puts a stand-in for a command before all others on PATH. */
  standIn(name: string, script: string): void;
};

/** Steps really run here; all that they leave goes with the test. */
export function thisMachine(name: string): Machine {
  const root = mkdtempSync(join(tmpdir(), "machine of 'ops' "));
  const [home, bin] = [join(root, 'home'), join(root, 'bin')];
  for (const folder of [home, bin]) mkdirSync(folder);
  // A host tidies up for a moment after its last step; each try begins anew.
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const environment = { HOME: home, PATH: `${bin}:${process.env.PATH}`, USER: 'backout' };
  const file = (path: string, text: string) => {
    const full = join(root, path);
    mkdirSync(join(full, '..'), { recursive: true });
    writeFileSync(full, text);
    return full;
  };
  return {
    root,
    file,
    target: { name, host: 'localhost', port: 0, user: 'backout', local: true },
    remote: createRemote({
      connections: () => failed({ code: 'ssh.unreachable', at: 'nowhere' }),
      environments: () => ok(environment),
      ...{
        fence: { journal: 'test', epoch: 1 },
        clock: { now: () => Date.now() },
        log: { warn: () => {} },
        limits: { graceSeconds: 1 },
      },
    }),
    standIn(tool, script) {
      chmodSync(file(`bin/${tool}`, `#!/bin/sh\n${script}\n`), 0o755);
    },
  };
}

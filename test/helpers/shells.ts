import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A shell that a host may have, with the tools beside it. */
export type Shell = {
  readonly name: string;
  /** Runs a script as the runner does: `-eu`, with nothing in its environment but PATH and these values. */
  run(
    text: string,
    env?: Readonly<Record<string, string>>,
    /** The account to run as; root alone may choose one. */
    uid?: number,
  ): { readonly code: number | null; readonly text: string };
};

const KNOWN = [
  { name: 'dash', command: ['dash'] },
  { name: 'bash --posix', command: ['bash', '--posix'] },
  { name: 'busybox sh', command: ['busybox', 'sh'] },
] as const;

/** The shells that are installed here; busybox with its own tools and no others. */
export function installedShells(): readonly Shell[] {
  return KNOWN.filter(({ command: [name] }) => spawnSync(name, ['-c', 'true']).error === undefined).map(
    ({ name, command }) => shellOf(name, command, name.startsWith('busybox') ? busyboxTools() : process.env.PATH),
  );
}

function shellOf(name: string, [file, ...first]: readonly [string, ...string[]], path = ''): Shell {
  return {
    name,
    run(text, env = {}, uid) {
      const values = { PATH: path, LC_ALL: 'C.UTF-8', ...env };
      // bash takes a socket as its input for a login over the network and reads files of its own.
      const { status, stdout, stderr } = spawnSync(fullPath(file), [...first, '-eu', '-c', text], {
        ...{ env: values, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' },
        ...(uid === undefined ? {} : { uid }),
      });
      return { code: status, text: stdout + stderr };
    },
  };
}

function fullPath(file: string): string {
  return spawnSync('sh', ['-c', `command -v ${file}`], { encoding: 'utf8' }).stdout.trim();
}

function busyboxTools(): string {
  const folder = mkdtempSync(join(tmpdir(), 'busybox-tools-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  spawnSync('busybox', ['--install', '-s', folder]);
  return folder;
}

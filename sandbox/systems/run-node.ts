import { fileURLToPath } from 'node:url';

const exitWithParent = new URL('./exit-with-parent.js', import.meta.url);

/** Arguments and environment for a Node program that ends when this process ends, whatever ends it. */
export function runNode(args: readonly string[], env: Record<string, string> = {}) {
  return {
    command: process.execPath,
    args: ['--import', exitWithParent.href, ...args],
    env: { ...env, BACKOUT_PARENT: `${process.pid}` },
  };
}

/** The path of a program that lies beside a module. */
export function programBeside(moduleUrl: string, file: string): string {
  return fileURLToPath(new URL(file, moduleUrl));
}

import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOOLS = ['setsid', 'flock', 'curl'] as const;
export type Tool = (typeof TOOLS)[number];

/**
 * Writes a stand-in into `bin` for each tool the machine lacks or `wanted` names.
 * Throws, naming the tool, when even the stand-in cannot work here.
 */
export function addStandIns(bin: string, env: { readonly PATH: string }, wanted: readonly Tool[]): void {
  const path = env.PATH.split(':').filter((directory) => directory !== bin);
  for (const tool of TOOLS) {
    const file = join(bin, tool);
    if (has(path, tool) && !wanted.includes(tool)) rmSync(file, { force: true });
    else writeStandIn(bin, tool, 'because this machine has none', wordsFor(tool, path));
  }
}

/** Writes a stand-in that says what it is and why, and runs these words with the caller's arguments after them. */
export function writeStandIn(bin: string, tool: string, why: string, words: readonly string[]): void {
  const header = `#!/bin/sh\n# Stand-in for ${tool}, written by the sandbox ${why}.\n`;
  writeFileSync(join(bin, tool), `${header}exec ${words.map(quote).join(' ')} "$@"\n`, { mode: 0o755 });
}

function wordsFor(tool: Tool, path: readonly string[]): readonly string[] {
  const script = (extension: string) => fileURLToPath(new URL(`./stand-ins/${tool}.${extension}`, import.meta.url));
  if (tool === 'curl') return [process.execPath, script('js')];
  // Node can neither flock(2) a descriptor nor start a session under its own pid; Perl comes with macOS and with git.
  if (!has(path, 'perl')) throw new Error(`This machine has neither ${tool} nor perl; install util-linux.`);
  return ['perl', script('pl')];
}

/** Whether one of these directories has a program of this name. */
export function has(path: readonly string[], tool: string): boolean {
  return path.some((directory) => {
    try {
      accessSync(join(directory, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

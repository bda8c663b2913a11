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
    else writeFileSync(file, standInFor(tool, path), { mode: 0o755 });
  }
}

function standInFor(tool: Tool, path: readonly string[]): string {
  const header = `#!/bin/sh\n# Stand-in for ${tool}, written by the sandbox because this machine has none.\n`;
  const script = (extension: string) =>
    quote(fileURLToPath(new URL(`./stand-ins/${tool}.${extension}`, import.meta.url)));
  if (tool === 'curl') return `${header}exec ${quote(process.execPath)} ${script('js')} "$@"\n`;
  // Node can neither flock(2) a descriptor nor start a session under its own pid; Perl comes with macOS and with git.
  if (!has(path, 'perl')) throw new Error(`This machine has neither ${tool} nor perl; install util-linux.`);
  return `${header}exec perl ${script('pl')} "$@"\n`;
}

function has(path: readonly string[], tool: string): boolean {
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

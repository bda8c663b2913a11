import type { Service } from '../supervise.js';

/** What a program says and how it ends. */
export type ToolAnswer = { readonly out?: string; readonly err?: string; readonly code: number };

/** A service manager's program as the host's stand-in asks it; `isRoot` when sudo called it. */
export type ServiceTool = (args: readonly string[], isRoot: boolean) => Promise<ToolAnswer>;

export function findService(services: readonly Service[], name: string): Service | undefined {
  return services.find((service) => service.name === name.replace(/\.service$/, ''));
}

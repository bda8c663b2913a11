import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeStandIn } from '../../host/stand-ins.js';
import type { SystemHost } from '../system.js';
import type { ServiceTool, ToolAnswer } from './answer.js';

const standIns = (file: string) => fileURLToPath(new URL(`../../host/stand-ins/${file}`, import.meta.url));

/**
 * Puts `sudo` and the service managers' programs on the host's PATH, as stand-ins that ask the real supervision over a
 * Unix socket below the host's root: they work from any process of the host, however far it is detached.
 */
export async function serveManagers(
  { root, bin, inside }: Pick<SystemHost, 'root' | 'bin' | 'inside'>,
  tools: Readonly<Record<string, ServiceTool>>,
): Promise<{ close(): Promise<void> }> {
  // Short, because a Unix socket's path may have no more than 103 characters on macOS.
  const file = join(root, 'run/init');
  const sudoers = join(root, 'etc/sudoers');
  for (const directory of [dirname(file), dirname(sudoers), bin]) mkdirSync(directory, { recursive: true });
  rmSync(file, { force: true });
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    void answer(socket, tools);
  });
  server.listen(file);
  await once(server, 'listening');

  const why = 'so that the demonstration has a service manager of its own';
  for (const tool of Object.keys(tools))
    writeStandIn(bin, tool, why, [process.execPath, standIns('service-tool.js'), inside(file), tool]);
  writeFileSync(sudoers, `# What sudo, a stand-in here, runs without a password.\n${Object.keys(tools).join('\n')}\n`);
  writeStandIn(bin, 'sudo', why, ['sh', standIns('sudo.sh'), inside(sudoers)]);
  return {
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(socket: Socket, tools: Readonly<Record<string, ServiceTool>>): Promise<void> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'end').catch(() => undefined);
  const { tool, args, isRoot } = JSON.parse(text) as { tool: string; args: string[]; isRoot: boolean };
  const told = await tools[tool]?.(args, isRoot).catch(
    (error: Error): ToolAnswer => ({ err: `${tool}: ${error.message}\n`, code: 1 }),
  );
  socket.end(JSON.stringify(told));
}

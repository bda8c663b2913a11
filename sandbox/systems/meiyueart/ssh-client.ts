import { fileURLToPath } from 'node:url';
import type { Box } from '../../host/box.js';
import { writeStandIn } from '../../host/stand-ins.js';

/** Gives a host `ssh` and `scp`, as stand-ins: demonstration hosts speak SSH without the file transfer that the real scp wants. */
export function giveSshClient({ bin }: Pick<Box, 'bin'>): void {
  for (const tool of ['ssh', 'scp']) {
    const script = fileURLToPath(new URL(`../../host/stand-ins/${tool}.js`, import.meta.url));
    const why = 'because demonstration hosts run commands over SSH and nothing else';
    writeStandIn(bin, tool, why, [process.execPath, script]);
  }
}

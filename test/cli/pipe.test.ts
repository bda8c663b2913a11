import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { repository } from './run-backout.js';

it('ends quietly when whoever reads its answer goes away', async () => {
  const child = spawn(process.execPath, ['bin/backout.js', 'check'], { cwd: repository });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  // Closed before the program has said anything.
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  expect([code, said]).toEqual([141, '']);
});

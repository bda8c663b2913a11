import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../src/store/open-journal.js';

const appender = fileURLToPath(new URL('appender.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'backout-crash-'));
afterAll(() => rm(folder, { recursive: true }));

/** A second process that appends to `runId`; its lines arrive in `lines` as they are printed. */
function startAppender(file: string, runId: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', appender, file, runId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  return { child, lines };
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve));

describe('the journal file between processes', () => {
  it('is busy for a second process within a second while the first lives, and free after kill -9', async () => {
    const file = join(folder, 'held.db');
    const { child, lines } = startAppender(file, 'r1');
    await new Promise<void>((resolve) => lines.once('line', () => resolve()));

    const started = performance.now();
    const refused = await openJournal(file);
    const waited = performance.now() - started;
    child.kill('SIGKILL');
    await ended(child);

    expect(refused).toMatchObject({ ok: false, failure: { code: 'journal.busy', at: file } });
    expect(waited).toBeLessThan(1_000);
    const reopened = await openJournal(file);
    expect(reopened.ok).toBe(true);
    if (reopened.ok) await reopened.value.journal.close();
  });

  it('refuses a second process while this one holds it', async () => {
    const file = join(folder, 'ours.db');
    const ours = await openJournal(file);
    const { child, lines } = startAppender(file, 'r1');
    const said: string[] = [];
    lines.on('line', (line) => said.push(line));
    await ended(child);

    expect(said).toEqual(['journal.busy']);
    if (ours.ok) await ours.value.journal.close();
  });

  it('holds everything that was acknowledged before a kill -9, round after round', async () => {
    const file = join(folder, 'killed.db');
    for (const [round, acks] of [1, 3, 40, 150, 400].entries()) {
      const { child, lines } = startAppender(file, `r${round}`);
      let last = -1;
      lines.on('line', (line) => {
        if (line === 'open') return;
        last = Number(line);
        if (last >= acks) child.kill('SIGKILL');
      });
      await ended(child);

      const reopened = await openJournal(file);
      if (!reopened.ok) throw new Error(reopened.failure.detail);
      const { journal } = reopened.value;
      const events = await journal.read(`r${round}`);
      // At most the one event whose acknowledgement was not printed any more may be there beside them.
      expect(last).toBeGreaterThanOrEqual(acks);
      expect([last + 1, last + 2]).toContain(events.length);
      expect(await journal.openRuns()).toHaveLength(round + 1);
      await journal.close();
    }
  });
});

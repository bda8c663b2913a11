import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical-json.js';
import type { RunEvent } from '../../src/domain/event.js';
import { Secret } from '../../src/domain/secret.js';
import type { Journal } from '../../src/engine/ports.js';
import { CHAIN_START, hashOf } from '../../src/store/chain.js';
import { closed, requested, resumed } from './events.js';

/** What every journal promises, whatever database it stands on. `open` gives an empty one. */
export function describeJournal(database: string, open: () => Promise<Journal>): void {
  describe(`the journal on ${database}`, () => {
    let journal: Journal;

    beforeEach(async () => {
      journal = await open();
    });
    afterEach(() => journal.close());

    it('gives back every event in order, exactly as it was appended', async () => {
      const events: RunEvent[] = [
        requested('r1'),
        {
          type: 'check.finished',
          at: 2,
          phase: 'preflight',
          check: 'disk',
          answer: { verdict: 'unknown', evidence: '…' },
          durationMs: 0,
        },
        { type: 'approval.granted', at: 3, by: 'U0ZHANG3', role: 'cto', digest: 'cd'.repeat(32) },
        {
          type: 'step.lost',
          at: 1_764_000_000_000,
          step: 'restart',
          evidence: { reason: 'connection-lost', claimed: null, rebooted: null, lastHeardAt: null },
          output: { text: '\u001b[31m\r\n', bytes: 7, cut: true },
        },
        closed(5),
      ];
      for (const [seq, event] of events.entries()) await journal.append('r1', seq, event);

      const stored = await journal.read('r1');

      expect(stored.map(({ event }) => event)).toEqual(events);
      expect(stored.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4]);
    });

    it('hands back on append what it gives back on read', async () => {
      const appended = await journal.append('r1', 0, requested('r1'));

      expect(appended).toEqual({ ok: true, value: (await journal.read('r1'))[0] });
    });

    it('chains every event to the one before, from 64 zeros', async () => {
      await journal.append('r1', 0, requested('r1'));
      await journal.append('r1', 1, resumed(2));

      const [first, second] = await journal.read('r1');

      const expected = hashOf(CHAIN_START, 'r1', 0, canonicalJson(requested('r1')));
      expect(first?.hash).toBe(expected);
      expect(second?.hash).toBe(hashOf(expected, 'r1', 1, canonicalJson(resumed(2))));
    });

    it('answers conflict to a seq that is taken and to one that leaves a gap, and keeps nothing of either', async () => {
      await journal.append('r1', 0, requested('r1'));

      expect(await journal.append('r1', 0, requested('r1', 9))).toBe('conflict');
      expect(await journal.append('r1', 0, resumed(9))).toBe('conflict');
      expect(await journal.append('r1', 2, resumed(9))).toBe('conflict');
      expect(await journal.append('r1', -1, resumed(9))).toBe('conflict');
      expect(await journal.append('r2', 1, requested('r2'))).toBe('conflict');
      expect(await journal.append('r2', 0, resumed(9))).toBe('conflict');

      expect(await journal.read('r1')).toHaveLength(1);
      expect(await journal.read('r2')).toEqual([]);
      expect(await journal.openRuns()).toEqual(['r1']);
    });

    it('lets exactly one of many writers at the same seq win', async () => {
      await journal.append('r1', 0, requested('r1'));

      const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => journal.append('r1', 1, resumed(at))));

      expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(19);
      expect(await journal.read('r1')).toHaveLength(2);
    });

    it('takes what many runs append at one moment, but for what conflicts', async () => {
      const runs = Array.from({ length: 20 }, (_, index) => `r${index}`);
      await Promise.all(runs.map((run) => journal.append(run, 0, requested(run))));

      const answers = await Promise.all([
        ...runs.map((run) => journal.append(run, 1, resumed(2))),
        ...runs.map((run) => journal.append(run, 0, requested(run, 9))),
        journal.append('r0', 2, closed(3)),
      ]);

      expect(answers.map((answer) => answer !== 'conflict')).toEqual([
        ...[...runs.map(() => true), ...runs.map(() => false)],
        true,
      ]);
      expect(await journal.read('r0')).toHaveLength(3);
      expect(await journal.read('r19')).toHaveLength(2);
    });

    it('closes a run once', async () => {
      await journal.append('r1', 0, requested('r1'));
      await journal.append('r1', 1, closed(2));

      expect(await journal.append('r1', 2, closed(3))).toBe('conflict');
      expect(await journal.read('r1')).toHaveLength(2);
    });

    it('keeps what is told about a closed run, which stays closed, and chains it', async () => {
      await journal.append('r1', 0, requested('r1'));
      await journal.append('r1', 1, closed(2));
      const told: RunEvent = { type: 'record.completed', at: 3, by: 'U0LI4', answers: { cause: 'a lock' } };

      const appended = await journal.append('r1', 2, told);

      expect(appended).toMatchObject({ ok: true });
      expect(await journal.append('r1', 2, told)).toBe('conflict');
      expect((await journal.read('r1')).map(({ event }) => event.type)).toEqual([
        ...['run.requested', 'run.closed', 'record.completed'],
      ]);
      expect(await journal.openRuns()).toEqual([]);
      expect(await journal.recentRuns(5)).toEqual(['r1']);
    });

    it('reads nothing for a run it does not know', async () => {
      expect(await journal.read('nobody')).toEqual([]);
    });

    it('lists open runs oldest first, and recent ones newest first, of one system or all', async () => {
      await journal.append('late', 0, requested('late', 3_000));
      await journal.append('early', 0, requested('early', 1_000));
      await journal.append('other', 0, requested('other', 2_000, 'diagnosis'));
      await journal.append('early', 1, closed(4_000));

      expect(await journal.openRuns()).toEqual(['other', 'late']);
      expect(await journal.recentRuns(10)).toEqual(['late', 'other', 'early']);
      expect(await journal.recentRuns(2)).toEqual(['late', 'other']);
      expect(await journal.recentRuns(10, 'wechat-backend')).toEqual(['late', 'early']);
    });

    it('finds the incident linked last in a channel, not before a moment', async () => {
      const incident = (thread: string, linkedAt: number) => ({ channel: 'C1', thread, linkedBy: 'U1', linkedAt });
      await journal.linkIncident(incident('100.1', 10));
      await journal.linkIncident(incident('200.1', 20));
      await journal.linkIncident({ ...incident('300.1', 99), channel: 'C2' });

      expect(await journal.incidentOf('C1', 0)).toEqual(incident('200.1', 20));
      expect(await journal.incidentOf('C1', 20)).toEqual(incident('200.1', 20));
      expect(await journal.incidentOf('C1', 21)).toBeUndefined();
      expect(await journal.incidentOf('C3', 0)).toBeUndefined();

      await journal.linkIncident({ ...incident('100.1', 30), linkedBy: 'U2' });
      expect(await journal.incidentOf('C1', 0)).toEqual({ ...incident('100.1', 30), linkedBy: 'U2' });
    });

    it('never holds the text of a secret', async () => {
      const event = { ...resumed(1), oops: new Secret('hunter2') };
      await journal.append('r1', 0, requested('r1'));
      await journal.append('r1', 1, event);

      expect(JSON.stringify(await journal.read('r1'))).not.toContain('hunter2');
    });

    it('refuses a number that JSON cannot carry instead of keeping another one', async () => {
      await expect(journal.append('r1', 0, requested('r1', Number.NaN))).rejects.toThrow(TypeError);
      expect(await journal.openRuns()).toEqual([]);
    });
  });
}

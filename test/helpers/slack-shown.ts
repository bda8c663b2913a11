import { expect } from 'vitest';
import type { ShownMessage } from '../../sandbox/slack/control/read.js';
import { OPS } from '../e2e/walk.js';
import { CHANNEL, type GatedStage } from './slack-gated.js';

type Label = { readonly run: string; readonly surface: string };

/** What the channel shows of a rollback, for people who look. */
export function shownOf({ people, ran }: GatedStage) {
  const inChannel = async (surface: string) =>
    (await people.messages(OPS, CHANNEL)).filter((each) => labelOf(each)?.surface === surface);
  const card = async () => (await inChannel('card')).at(-1);
  const cardSays = (words: string, timeoutMs = 30_000) =>
    people.waitFor(async () => ((await card())?.plain.includes(words) ? card() : undefined), {
      what: `the card to say ${words}`,
      timeoutMs,
    });
  const ofRun = async (run: string, surface: string) =>
    (await inChannel(surface)).filter((each) => labelOf(each)?.run === run);
  return {
    card,
    cardSays,
    /** The rollback has succeeded, on the host and for everybody: one card, one summary, one record, every step once. */
    async endedOnce({ record = 'file' }: { record?: 'file' | 'text' } = {}): Promise<void> {
      const last = await cardSays('回滚成功', 20_000);
      const run = labelOf(last)?.run ?? '';
      const summaries = () => ofRun(run, 'summary');
      const records = async () => (await people.files()).filter(({ name }) => name.startsWith(`record-${run}`));
      const patient = { timeoutMs: 15_000 };
      await people.waitFor(async () => (await summaries()).length > 0, { what: 'the summary', ...patient });
      if (record === 'file')
        await people.waitFor(async () => (await records()).length > 0, { what: 'the record', ...patient });
      expect(await ran()).toEqual(['first', 'second']);
      expect(await ofRun(run, 'card')).toHaveLength(1);
      expect(await summaries()).toHaveLength(1);
      expect(await records()).toHaveLength(record === 'file' ? 1 : 0);
      expect(last.plain).not.toMatch(/\[批准\]|\[中止\]/);
      expect(await people.violations()).toEqual([]);
    },
  };
}

function labelOf({ metadata }: ShownMessage): Label | undefined {
  return (metadata as { event_payload?: Label } | undefined)?.event_payload;
}

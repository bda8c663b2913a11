import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.js';
import { answerCheck } from '../../src/engine/answer-check.js';
import type { Inside } from '../../src/engine/deps.js';
import { fakeDeps } from '../helpers/fake-ports.js';
import { s2Request } from '../helpers/story.js';

const once = { times: 1, every: 0 };
const health = (changes: Partial<Check>): Check =>
  ({
    ...{ id: 'health', title: 'health', weight: 'required', area: 'service', kind: 'http', base: 'API', writes: false },
    ...{ retry: once, deadline: 1_000, cites: [] },
    requests: [
      {
        ...{ method: 'GET', path: '/api/health', headers: {}, status: 200, save: {}, retry: once },
        json: { status: { equals: 'healthy' } },
      },
    ],
    ...changes,
  }) as Check;

/** Asks while the service says these words one after the other, the last one again and again. */
async function ask(check: Check, words: readonly string[], signal = new AbortController().signal) {
  const deps = fakeDeps();
  let asked = 0;
  deps.probe.answers['GET /api/health'] = async () => {
    asked += 1;
    return { status: words[Math.min(asked, words.length) - 1] };
  };
  const asking = { ground: s2Request(), marks: {}, secrets: [], signal };
  const { verdict } = await answerCheck(check, asking, deps as unknown as Inside);
  return { verdict, asked };
}

describe('asking again', () => {
  it('goes on until the answer is yes, as often as the plan says and no oftener', async () => {
    const check = health({ retry: { times: 3, every: 1 } });
    expect(await ask(check, ['starting', 'healthy'])).toEqual({ verdict: 'pass', asked: 2 });
    expect(await ask(check, ['starting'])).toEqual({ verdict: 'fail', asked: 3 });
  });

  it('ends when nobody wants the answer any more', async () => {
    const over = new AbortController();
    const asking = ask(health({ retry: { times: 9, every: 60_000 } }), ['starting'], over.signal);
    over.abort();
    expect((await asking).asked).toBeLessThanOrEqual(1);
  });
});

describe('a soak', () => {
  const soak = { lasts: 120, every: 20 };

  it('passes only when the answer stays yes to the end', async () => {
    const began = performance.now();
    const { verdict, asked } = await ask(health({ soak }), ['healthy']);
    expect(verdict).toBe('pass');
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(performance.now() - began).toBeGreaterThanOrEqual(115);
  });

  it('takes the first no as the answer: one good look at a crash loop proves nothing', async () => {
    expect(await ask(health({ soak }), ['healthy', 'healthy', 'crashed', 'healthy'])).toEqual({
      ...{ verdict: 'fail', asked: 3 },
    });
  });

  it('begins with the first yes', async () => {
    const check = health({ soak, retry: { times: 5, every: 1 } });
    expect((await ask(check, ['starting', 'starting', 'healthy'])).verdict).toBe('pass');
    expect(await ask(check, ['starting', 'healthy', 'crashed'])).toEqual({ verdict: 'fail', asked: 3 });
  });

  it('looks at its end even when that comes before the first pause is over', async () => {
    const check = health({ soak: { lasts: 20, every: 60_000 } });
    expect(await ask(check, ['healthy', 'crashed'])).toEqual({ verdict: 'fail', asked: 2 });
  });
});

import { z } from 'zod';
import type { CheckAnswer, SeriesWish } from '../domain/check.js';
import { clean } from './clean.js';
import { parse } from './judge-http.js';
import type { HttpAnswer } from './ports.js';

/** Series that evidence quotes; those that do not satisfy come first. */
const QUOTED = 10;

/** `[unix time, "value"]`, as Prometheus writes a sample. */
const sample = z.tuple([z.number(), z.string()]);
const answered = z.object({
  status: z.literal('success'),
  warnings: z.array(z.string()).default([]),
  data: z.discriminatedUnion('resultType', [
    // A series of a native histogram has no single value.
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: sample.optional() })),
    }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
  ]),
});

/**
 * Whether every series of a Prometheus answer satisfies the wish. A value that is no number satisfies nothing. An error, an
 * answer without series, or one that Prometheus itself calls incomplete says nothing: unknown.
 */
export function judgeSeries({ query, every }: SeriesWish, said: string, { status, body }: HttpAnswer): CheckAnswer {
  const head = `${said} → ${status} ${query}`;
  const read = answered.safeParse(parse(body));
  if (status !== 200 || !read.success) return { verdict: 'unknown', evidence: `${head}\n${clean(body)}` };
  const { data, warnings } = read.data;
  const series = data.resultType === 'scalar' ? [{ name: 'scalar', value: data.result[1] }] : data.result.map(named);
  if (series.length === 0) return { verdict: 'unknown', evidence: [`${head}\n∅`, ...warnings.map(clean)].join('\n') };
  const judged = series.map(({ name, value }) => ({ line: `${name} = ${value}`, right: isRight(value, every) }));
  const wrong = judged.filter(({ right }) => !right);
  const shown = [...wrong, ...judged.filter(({ right }) => right)].map(({ line, right }) =>
    right ? line : `${line} (${'below' in every ? `≥ ${every.below}` : `≤ ${every.above}`})`,
  );
  const more = shown.length > QUOTED ? [`… + ${shown.length - QUOTED}`] : [];
  const evidence = [head, ...shown.slice(0, QUOTED).map(clean), ...more, ...warnings.map(clean)].join('\n');
  if (wrong.length > 0) return { verdict: 'fail', evidence };
  return { verdict: warnings.length > 0 ? 'unknown' : 'pass', evidence };
}

type Series = {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string] | undefined;
};

/** `up{instance="a:9090", job="shop"}`, as Prometheus writes it. */
function named({ metric, value }: Series) {
  const { __name__: name = '', ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  return { name: `${name}{${pairs.join(', ')}}`, value: value?.[1] ?? '∅' };
}

function isRight(value: string, every: SeriesWish['every']): boolean {
  const number = numberOf(value);
  // Every comparison with NaN is false.
  return 'below' in every ? number < every.below : number > every.above;
}

/** Prometheus writes `+Inf`; JavaScript reads an empty text as 0. */
function numberOf(value: string): number {
  if (/^[+-]?Inf$/.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?[0-9.]/.test(value) ? Number(value) : Number.NaN;
}

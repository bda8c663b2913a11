import { type Bilingual, both } from '../domain/text.js';

const RANGE = /\[[^\]]*\]$/;
const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g;
const MATCHERS = /\{[^{}]*\}/g;
const INNERMOST = /\([^()]*\)/g;
const COMPARISON = /(?:[=!]=|[<>]=?)(?!\s*bool\b)/;

/** What keeps the answer to an instant query from being one number for each series that there is. */
export function queryFault(query: string): Bilingual | undefined {
  if (RANGE.test(query)) return MANY_VALUES;
  const outside = withoutParentheses(query.replace(STRING, '').replace(MATCHERS, ''));
  if (!COMPARISON.test(outside) || /\bor\b/.test(outside)) return undefined;
  return FILTERED;
}

const MANY_VALUES = both(
  'a range such as [5m] has many values; make one of them, e.g. rate(…[5m]) or max_over_time(…[5m])',
  '[5m] 这样的区间有许多个值；请合成一个，例如 rate(…[5m]) 或 max_over_time(…[5m])',
);
const FILTERED = both(
  'a comparison leaves out the series that do not satisfy it, and nobody judges them; ask for the bare number, and say the limit with above or below',
  '比较会滤掉不满足条件的序列，它们就没有人判断了；请只查询数值，界限用 above 或 below 写',
);

/** What stands inside is a number of its own: `count(up == 0)` leaves nothing out. */
function withoutParentheses(query: string): string {
  const less = query.replace(INNERMOST, '');
  return less === query ? query : withoutParentheses(less);
}

const RANGE = /\[[^\]]*\]$/;
const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g;
const MATCHERS = /\{[^{}]*\}/g;
const INNERMOST = /\([^()]*\)/g;
const COMPARISON = /(?:[=!]=|[<>]=?)(?!\s*bool\b)/;

/** What keeps the answer to an instant query from being one number for each series that there is. */
export function queryFault(query: string): string | undefined {
  if (RANGE.test(query)) {
    return 'a range such as [5m] has many values; make one of them, e.g. rate(…[5m]) or max_over_time(…[5m])';
  }
  const outside = withoutParentheses(query.replace(STRING, '').replace(MATCHERS, ''));
  if (!COMPARISON.test(outside) || /\bor\b/.test(outside)) return undefined;
  return 'a comparison leaves out the series that do not satisfy it, and nobody judges them; ask for the bare number, and say the limit with above or below';
}

/** What stands inside is a number of its own: `count(up == 0)` leaves nothing out. */
function withoutParentheses(query: string): string {
  const less = query.replace(INNERMOST, '');
  return less === query ? query : withoutParentheses(less);
}

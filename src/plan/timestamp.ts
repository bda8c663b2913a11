const TOKEN = /YYYY|MM|DD|HH|mm|ss/g;
const MEANT: Readonly<Record<string, string>> = { yyyy: 'YYYY', YY: 'YYYY', yy: 'YYYY', dd: 'DD', hh: 'HH', SS: 'ss' };

/** What is wrong with the form of a backup's timestamp, and what to write instead; undefined when nothing is. */
export function timestampFault(form: string): string | undefined {
  const tokens: readonly string[] = form.match(TOKEN) ?? [];
  const repeated = tokens.find((token, index) => tokens.indexOf(token) < index);
  // The T of ISO 8601 stands for itself.
  const stray = form.replaceAll(TOKEN, ' ').match(/(?!T(?![A-Za-z]))([A-Za-z])\1*/)?.[0];
  const missing = ['YYYY', 'MM', 'DD'].find((token) => !tokens.includes(token));
  if (repeated === 'MM') return `MM, the month, stands twice; write minutes as mm: ${EXAMPLE}`;
  if (repeated) return `${repeated} stands twice; write each of YYYY, MM, DD, HH, mm and ss at most once: ${EXAMPLE}`;
  if (stray)
    return `${stray} means nothing here; write ${MEANT[stray] ?? 'only YYYY, MM, DD, HH, mm and ss'}: ${EXAMPLE}`;
  if (missing) return `${missing} is missing; write its form with YYYY, MM, DD, HH, mm and ss: ${EXAMPLE}`;
  return undefined;
}

const EXAMPLE = 'e.g. YYYYMMDD_HHmmss';

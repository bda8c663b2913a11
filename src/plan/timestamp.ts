import { type Bilingual, both } from '../domain/text.js';

const TOKEN = /YYYY|MM|DD|HH|mm|ss/g;
const MEANT: Readonly<Record<string, string>> = { yyyy: 'YYYY', YY: 'YYYY', yy: 'YYYY', dd: 'DD', hh: 'HH', SS: 'ss' };

/** What is wrong with the form of a backup's timestamp, and what to write instead; undefined when nothing is. */
export function timestampFault(form: string): Bilingual | undefined {
  const tokens: readonly string[] = form.match(TOKEN) ?? [];
  const repeated = tokens.find((token, index) => tokens.indexOf(token) < index);
  // The T of ISO 8601 stands for itself.
  const stray = form.replaceAll(TOKEN, ' ').match(/(?!T(?![A-Za-z]))([A-Za-z])\1*/)?.[0];
  const missing = ['YYYY', 'MM', 'DD'].find((token) => !tokens.includes(token));
  if (repeated === 'MM') return MONTH_TWICE;
  if (repeated) return twice(repeated);
  if (stray) return meansNothing(stray);
  return missing === undefined ? undefined : lacks(missing);
}

const EXAMPLE = 'YYYYMMDD_HHmmss';
const MONTH_TWICE = both(
  `MM, the month, stands twice; write minutes as mm: e.g. ${EXAMPLE}`,
  `MM（月）写了两次；分钟请写 mm，例如 ${EXAMPLE}`,
);

function twice(token: string): Bilingual {
  return both(
    `${token} stands twice; write each of YYYY, MM, DD, HH, mm and ss at most once: e.g. ${EXAMPLE}`,
    `${token} 写了两次；YYYY、MM、DD、HH、mm、ss 每个最多写一次，例如 ${EXAMPLE}`,
  );
}

function meansNothing(stray: string): Bilingual {
  const meant = MEANT[stray];
  return both(
    `${stray} means nothing here; write ${meant ?? 'only YYYY, MM, DD, HH, mm and ss'}: e.g. ${EXAMPLE}`,
    `${stray} 在这里没有含义；请${meant === undefined ? '只写 YYYY、MM、DD、HH、mm、ss' : `写 ${meant}`}，例如 ${EXAMPLE}`,
  );
}

function lacks(token: string): Bilingual {
  return both(
    `${token} is missing; write its form with YYYY, MM, DD, HH, mm and ss: e.g. ${EXAMPLE}`,
    `缺少 ${token}；请用 YYYY、MM、DD、HH、mm、ss 写出时间的格式，例如 ${EXAMPLE}`,
  );
}

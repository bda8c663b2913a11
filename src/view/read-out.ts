import type { CheckAnswer } from '../domain/check.js';
import { detailWords } from './detail.js';
import type { Words } from './words/words.js';

/**
 * What Backout noted of an answer, in the reader's language; what a host or a service said itself stays as it is. The
 * journal holds the notes in a short form: `exit 1`, `GET /health → 200 not JSON: …`, `/data/backups: 0 / 3`.
 */
export function readOut({ evidence, failure }: Pick<CheckAnswer, 'evidence' | 'failure'>, w: Words): string {
  if (failure) return factsOut(evidence, w);
  const [first = '', ...rest] = evidence.split('\n');
  const list = /^(.+): (\d+) \/ (\d+)$/.exec(first);
  if (list) {
    const [, directory = '', usable = '', all = ''] = list;
    return [`${directory}${w.colon}${w.seen.usableOf(usable, all)}`, ...rest.map((line) => backupOut(line, w))].join(
      '\n',
    );
  }
  if (isRequest(first))
    return [first, ...rest].map((line) => (isRequest(line) ? requestOut(line, w) : line)).join('\n');
  return [endOut(first, w), ...rest.map((line, index) => (index === rest.length - 1 ? lackOut(line, w) : line))].join(
    '\n',
  );
}

/** How a script ended. */
function endOut(line: string, { seen, human }: Words): string {
  const code = /^exit (\d+)$/.exec(line)?.[1];
  if (code !== undefined) return seen.exit(code);
  if (line === 'timed-out') return seen.timedOut;
  if (line === 'cancelled') return seen.cancelled;
  const [, reason = '', detail = ''] = /^([a-z-]+)((?:: .*)?)$/.exec(line) ?? [];
  const why = Object.entries(human.reasons).find(([key]) => key === reason)?.[1];
  return why === undefined ? line : `${why}${detail}`;
}

function lackOut(line: string, { seen }: Words): string {
  return line.startsWith('∌ ') ? seen.lacks(line.slice(2)) : line;
}

function isRequest(line: string): boolean {
  return /^(?:GET|POST) \S+ → /.test(line);
}

/** Only up to what the service said: that is nobody's to translate. */
function requestOut(line: string, { seen }: Words): string {
  const [, head = '', rest = ''] = /^((?:GET|POST) \S+ → \S+ ?)([\s\S]*)$/.exec(line) ?? [];
  if (rest.startsWith('not JSON: ')) return `${head}${seen.notJson}${rest.slice(10)}`;
  const [, name, body = ''] = /^no (\S+) in ([\s\S]*)$/.exec(rest) ?? [];
  if (name !== undefined) return `${head}${seen.noValue(name)}${body}`;
  if (rest.startsWith('≠ ')) return line;
  const [, passages = '', end = ''] = /^((?:[∋∌] "(?:[^"\\]|\\.)*"(?:, )?)+)([\s\S]*)$/.exec(rest) ?? [];
  if (passages !== '') return `${head}${passagesOut(passages, seen)}${endOfPassages(end, seen)}`;
  return `${head}${valuesOut(rest, seen)}`;
}

function valuesOut(text: string, seen: Words['seen']): string {
  return text.replaceAll(/ = missing(?=,| ≠| \(|$)/g, ` = ${seen.missing}`);
}

/** `∋ "登录", ∌ "502"`: what a page holds and lacks. */
function passagesOut(text: string, { holds, misses }: Words['seen']): string {
  return text.replaceAll(/([∋∌]) ("(?:[^"\\]|\\.)*")/g, (_, sign: string, word: string) =>
    sign === '∋' ? holds(word) : misses(word),
  );
}

/** A quotation of the page, how much of it was read, or values of an answer that is JSON, too. */
function endOfPassages(text: string, seen: Words['seen']): string {
  const [, bytes] = /^ in the first (\d+) B$/.exec(text) ?? [];
  if (bytes !== undefined) return seen.inTheFirst(bytes);
  return text.startsWith(': ') ? text : valuesOut(text, seen);
}

function backupOut(line: string, w: Words): string {
  const [, name = '', why = ''] = /^(.*): ([a-z-]+)$/.exec(line) ?? [];
  const said = Object.entries(w.seen.unusable).find(([key]) => key === why)?.[1];
  return said === undefined ? line : `${name}${w.colon}${said}`;
}

/** `10.0.0.5: connect ECONNREFUSED; expected: SHA256:…`: where, the fact, and named facts. */
export function factsOut(evidence: string, w: Words): string {
  const request = /^((?:GET|POST) \S+ → )([\s\S]*)$/.exec(evidence);
  if (request) return `${request[1]}${detailWords(request[2] ?? '', w)}`;
  const whole = detailOut(evidence, w);
  if (whole !== evidence) return whole;
  return evidence
    .split('; ')
    .map((part, index) => (index === 0 ? detailOut(part, w) : namedOut(part, w)))
    .join(w.semicolon);
}

function detailOut(text: string, w: Words): string {
  const alone = detailWords(text, w);
  if (alone !== text) return alone;
  const [, at = '', detail = ''] = /^(.*?): ([\s\S]*)$/.exec(text) ?? [];
  const said = detailWords(detail, w);
  return said === detail ? text : `${at}${w.colon}${said}`;
}

function namedOut(part: string, w: Words): string {
  const [, name = '', value = ''] = /^(\w+): ([\s\S]*)$/.exec(part) ?? [];
  const title = Object.entries(w.problem.facts).find(([key]) => key === name)?.[1];
  return title === undefined ? part : `${title}${w.colon}${detailWords(value, w)}`;
}

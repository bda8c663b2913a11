const ELLIPSIS = '…';

/** At most `limit` characters, cut between code points and never silently: a cut text ends with `…`. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return takeWhile(text, limit - ELLIPSIS.length, (point) => point) + ELLIPSIS;
}

/** The first and the last part of a long text; what failed usually stands at the end. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = [...text];
  const head = points.slice(0, Math.floor(limit / 4)).join('');
  let tail = '';
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const next = `${points[index]}${tail}`;
    if (head.length + next.length > limit - 3) break;
    tail = next;
  }
  return cut(`${head}\n${ELLIPSIS}\n${tail}`, limit);
}

/** Text for Slack's markup: `&`, `<` and `>` written as entities, so that nothing in it can mention anybody. */
export function escapeMarkup(text: string, limit: number): string {
  const whole = takeWhile(text, Number.POSITIVE_INFINITY, entity);
  return whole.length <= limit ? whole : takeWhile(text, limit - ELLIPSIS.length, entity) + ELLIPSIS;
}

/** One line: line breaks become ` ⏎ `. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ⏎ ');
}

function entity(point: string): string {
  if (point === '&') return '&amp;';
  if (point === '<') return '&lt;';
  return point === '>' ? '&gt;' : point;
}

function takeWhile(text: string, room: number, write: (point: string) => string): string {
  let taken = '';
  for (const point of text) {
    const next = write(point);
    if (taken.length + next.length > room) break;
    taken += next;
  }
  return taken;
}

// Terminal sequences: OSC up to its terminator, CSI, and two-character escapes.
const OSC = /\u001b\][\s\S]*?(?:\u0007|\u001b\\|$)/g;
const CSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?/g;
const ESCAPE = /\u001b[ -/]*[0-~]?/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u061c]/g;

// Every sequence begins with a control character. Most texts have none of all this, and one look tells.
const UNSAFE = new RegExp(`${CONTROL.source}|${INVISIBLE.source}`);

/** Text from a host or a person made safe to show and to log: no terminal control, no invisible or reordering characters. */
export function printable(text: string): string {
  if (!UNSAFE.test(text)) return text.toWellFormed();
  return text
    .replaceAll(OSC, '')
    .replaceAll(CSI, '')
    .replaceAll(ESCAPE, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll(CONTROL, '')
    .replaceAll(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .toWellFormed();
}

/** Keeps the first and the last part of a text that is longer than `limit` characters, saying how much is left out. */
export function shorten(text: string, limit: number): string {
  const points = [...text];
  if (points.length <= limit) return text;
  const head = Math.ceil(limit / 2);
  const tail = limit - head;
  return `${points.slice(0, head).join('')}\n… ${points.length - limit} …\n${points.slice(points.length - tail).join('')}`;
}

import type { Secret } from './secret.js';

const MARK = '[redacted]';

/** Things that are secrets whoever's they are: credentials in URLs, authorisation headers, keys, Slack and cloud tokens. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // The scheme's length is bounded, or long words without one would take quadratic time.
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,200}):[^\s/@]+@/gi, `$1:${MARK}@`],
  [/(authorization\s*[:=]\s*"?(?:bearer|basic)?\s*)[^\s",}]+/gi, `$1${MARK}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MARK],
  [/\bxox[abeprs]-[A-Za-z0-9-]{8,}/g, MARK],
  [/\bxapp-[A-Za-z0-9-]{8,}/g, MARK],
  [/\bAKIA[A-Z0-9]{16}\b/g, MARK],
];

/** Takes every known secret out of a text, in plain, URL-encoded and base64 form, and whatever looks like one. */
export function redact(text: string, secrets: readonly Secret[]): string {
  const forms = secrets.flatMap((secret) => formsOf(secret.reveal().trim()));
  // Longer forms first, so that no shorter one leaves a recognisable rest.
  const ordered = forms.filter((form) => form.length >= 4).sort((a, b) => b.length - a.length);
  const known = ordered.reduce((rest, form) => rest.replaceAll(form, MARK), text);
  return PATTERNS.reduce((rest, [pattern, mark]) => rest.replaceAll(pattern, mark), known);
}

function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, encodeURIComponent(secret), ...base64Forms(secret)];
}

/** A secret inside a longer base64 text starts at one of three offsets; the characters it fills alone are the same each time. */
function base64Forms(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  return [0, 1, 2].map((offset) => {
    const padded = String.fromCharCode(...new Uint8Array(offset), ...bytes);
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return btoa(padded).slice(first, last);
  });
}

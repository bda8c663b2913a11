import { redact } from '../domain/redact.js';
import { Secret } from '../domain/secret.js';
import type { Output } from '../domain/step-end.js';

/** Keeps the beginning and the end of a stream of bytes, however long it is. */
export type BoundedOutput = {
  /** Bytes taken in so far: where an attach goes on. */
  readonly received: number;
  add(bytes: Buffer): void;
  /** What is added from now on is the end of an output whose middle the host did not keep; it may come anew. */
  startTail(): void;
  /** Every byte, unless there were more than are kept. */
  whole(): Buffer | undefined;
  /** What is kept, as text. `beyond`: bytes beyond those received, of which the host kept no more than a tail. */
  toOutput(beyond?: number): Output;
};

export type OutputLimits = {
  /** At most so many bytes of the beginning are kept and as many of the end. */
  readonly each?: number;
  /** Characters that go at a cut beyond it, and at most as many again to the end of a line. */
  readonly margin?: number;
  /** Contents of files that the script may print: a cut must leave no part of them. */
  readonly secrets?: readonly Secret[];
};

const SEAM = '[…]';

/** Keeps the beginning and the end of what is added. */
export function createBoundedOutput(limits: OutputLimits = {}): BoundedOutput {
  const { each = 64 * 1024 } = limits;
  const head: Buffer[] = [];
  const tail = createRing(each);
  let hostTail: Ring | undefined;
  let received = 0;
  return {
    get received() {
      return received;
    },
    startTail() {
      hostTail = createRing(each);
    },
    add(bytes) {
      if (hostTail) return hostTail.add(bytes);
      const forHead = Math.min(bytes.length, Math.max(each - received, 0));
      if (forHead > 0) head.push(bytes.subarray(0, forHead));
      received += bytes.length;
      if (forHead < bytes.length) tail.add(bytes.subarray(forHead));
    },
    whole: () => (received <= each ? Buffer.concat(head) : undefined),
    toOutput(beyond = 0) {
      const [start, end] = [Buffer.concat(head), (hostTail ?? tail).bytes()];
      const isWhole = !hostTail && received === start.length + end.length;
      const parts = isWhole ? [Buffer.concat([start, end])] : [start, end];
      const isEndCut = beyond > 0 && !hostTail;
      const cut = isEndCut || !isWhole;
      return { text: cut ? joinAtCuts(parts, isEndCut, limits) : parts.join(''), bytes: received + beyond, cut };
    },
  };
}

/** Keeps the last bytes that are added. */
type Ring = { add(bytes: Buffer): void; bytes(): Buffer };

function createRing(size: number): Ring {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    add(bytes) {
      chunks.push(bytes);
      length += bytes.length;
      for (let first = chunks[0]; first && length - first.length >= size; first = chunks[0]) {
        length -= first.length;
        chunks.shift();
      }
    },
    bytes: () => Buffer.concat(chunks).subarray(-size),
  };
}

/**
 * A secret that a cut goes through is no longer known for one. So secrets are taken out before the cut, and then as much
 * beyond it as any rest of one could fill.
 */
function joinAtCuts(
  parts: readonly Buffer[],
  isEndCut: boolean,
  { margin = 4096, secrets = [] }: OutputLimits,
): string {
  const known = secrets.flatMap(withValue);
  // URL-encoded, each byte of a secret takes three characters.
  const gap = Math.max(margin, ...known.map((secret) => 3 * Buffer.byteLength(secret.reveal())));
  const texts = parts.map((part, index) => {
    const text = redact(part.toString('utf8'), known);
    const afterStart = index > 0 ? withoutStart(text, gap, margin) : text;
    const hasCutEnd = isEndCut || index < parts.length - 1;
    return hasCutEnd ? withoutEnd(afterStart, gap, margin) : afterStart;
  });
  return [...texts.slice(0, -1).map((text) => `${text}${SEAM}\n`), texts.at(-1), isEndCut ? `${SEAM}\n` : ''].join('');
}

/** The file of a header holds `Name: value`; a program may print the value alone. */
function withValue(secret: Secret): readonly Secret[] {
  const value = /^[A-Za-z0-9-]+: (.+)\n?$/s.exec(secret.reveal())?.[1];
  return value === undefined ? [secret] : [secret, new Secret(value)];
}

/** Up to the last end of a line before the gap; where the line is too long for that, up to the gap. */
function withoutEnd(text: string, gap: number, margin: number): string {
  const rest = text.slice(0, Math.max(text.length - gap, 0));
  const end = rest.lastIndexOf('\n') + 1;
  return rest.length - end <= margin ? rest.slice(0, end) : `${wholeCharacters(rest)}\n`;
}

/** From the first beginning of a line behind the gap on. */
function withoutStart(text: string, gap: number, margin: number): string {
  const rest = text.slice(gap);
  const end = rest.indexOf('\n');
  return end !== -1 && end <= margin ? rest.slice(end + 1) : wholeCharacters(rest);
}

/** Without half a character at either end. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, '').replace(/[\ud800-\udbff]$/, '');
}

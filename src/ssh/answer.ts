/** A line of the runner's: its first word, and the rest as it stands. */
export type Answer = { readonly word: string; readonly rest: string };

export type AnswerListener = {
  /** Bytes of a step's output as they came. */
  onOutput(bytes: Buffer): void;
  /** A step's output was too long to be kept: what follows is its end. May come again for the same step. */
  onTail?(): void;
  /** A step has begun, and its output follows. */
  onBegin?(): void;
  onAnswer(answer: Answer): void;
};

/** Separates the runner's answers from what the host and the steps printed. */
export type AnswerReader = { push(chunk: Buffer): void };

/**
 * The nonce is random per upload, so whatever carries it is the runner's: before `begin` comes the host's own chatter,
 * between `begin` and the next answer every byte is the step's.
 */
export function createAnswerReader(
  nonce: string,
  { onOutput, onTail, onBegin, onAnswer }: AnswerListener,
): AnswerReader {
  const marker = Buffer.from(`${nonce} `);
  let pending: Buffer = Buffer.alloc(0);
  let hasBegun = false;

  /** Takes the bytes before the next marker, keeping back what may be the marker's beginning. */
  const takePlain = (): Buffer => {
    const at = pending.indexOf(marker);
    const length = at === -1 ? pending.length - partialEnd(pending, marker) : at;
    const plain = pending.subarray(0, length);
    pending = pending.subarray(length);
    return plain;
  };
  const takeLine = (): string | undefined => {
    const end = pending.length < marker.length ? -1 : pending.indexOf('\n', marker.length);
    if (end === -1) return undefined;
    const line = pending.toString('utf8', marker.length, end);
    pending = pending.subarray(end + 1);
    return line;
  };
  const next = (): string | undefined => {
    const plain = takePlain();
    if (hasBegun && plain.length > 0) onOutput(plain);
    return takeLine();
  };
  const say = (line: string) => {
    if (line === 'tail') return onTail?.();
    if (line === 'begin') return onBegin?.();
    onAnswer({ word: line.split(' ', 1)[0] ?? '', rest: line.replace(/^\S* ?/, '') });
  };
  return {
    push(chunk) {
      // What is kept back is never longer than a line of the runner's.
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      for (let line = next(); line !== undefined; line = next()) {
        say(line);
        hasBegun = line === 'begin' || line === 'tail';
      }
    },
  };
}

/** Length of the longest end of `bytes` that a marker could begin with. */
function partialEnd(bytes: Buffer, marker: Buffer): number {
  for (let length = Math.min(marker.length - 1, bytes.length); length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length;
  }
  return 0;
}

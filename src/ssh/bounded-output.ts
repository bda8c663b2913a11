import type { Output } from '../domain/step-end.js';

/** Keeps the beginning and the end of a stream of bytes, however long it is. */
export type BoundedOutput = {
  /** Bytes taken in so far: where an attach goes on. */
  readonly received: number;
  add(bytes: Buffer): void;
  /** Every byte, unless there were more than are kept. */
  whole(): Buffer | undefined;
  /** What is kept, as text. `dropped`: bytes the host itself did not keep. */
  toOutput(dropped?: number): Output;
};

/** Keeps at most `each` bytes of the beginning and as many of the end. */
export function createBoundedOutput(each = 64 * 1024): BoundedOutput {
  const head: Buffer[] = [];
  let tail: Buffer = Buffer.alloc(0);
  let received = 0;
  return {
    get received() {
      return received;
    },
    add(bytes) {
      const forHead = Math.min(bytes.length, Math.max(each - received, 0));
      if (forHead > 0) head.push(bytes.subarray(0, forHead));
      received += bytes.length;
      if (forHead < bytes.length) tail = Buffer.concat([tail, bytes.subarray(forHead)]).subarray(-each);
    },
    whole: () => (received <= each ? Buffer.concat(head) : undefined),
    toOutput(dropped = 0) {
      const start = Buffer.concat(head);
      const bytes = received + dropped;
      if (received === start.length + tail.length) {
        return { text: Buffer.concat([start, tail]).toString('utf8'), bytes, cut: dropped > 0 };
      }
      return { text: `${wholeStart(start)}\n[…]\n${wholeEnd(tail)}`, bytes, cut: true };
    },
  };
}

/** Without a last character that the cut went through. */
function wholeStart(bytes: Buffer): string {
  const last = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80);
  const lead = bytes[last] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return bytes.subarray(0, last + length > bytes.length ? last : bytes.length).toString('utf8');
}

/** Without a first character that the cut went through. */
function wholeEnd(bytes: Buffer): string {
  return bytes
    .subarray(
      Math.max(
        bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80),
        0,
      ),
    )
    .toString('utf8');
}

import type { Output } from '../domain/step-end.js';

/** Keeps the beginning and the end of a stream of bytes, however long it is. */
export type BoundedOutput = {
  /** Bytes taken in so far: where an attach goes on. */
  readonly received: number;
  add(bytes: Buffer): void;
  /** What is kept, as text. `dropped`: bytes the host itself did not keep. */
  toOutput(dropped?: number): Output;
};

/** Keeps at most `each` bytes of the beginning and as many of the end. */
export function createBoundedOutput(each = 64 * 1024): BoundedOutput {
  const head = Buffer.alloc(each);
  let tail: Buffer = Buffer.alloc(0);
  let received = 0;
  return {
    get received() {
      return received;
    },
    add(bytes) {
      const forHead = Math.min(bytes.length, Math.max(each - received, 0));
      bytes.copy(head, received, 0, forHead);
      received += bytes.length;
      if (forHead < bytes.length) tail = Buffer.concat([tail, bytes.subarray(forHead)]).subarray(-each);
    },
    toOutput(dropped = 0) {
      const inHead = head.subarray(0, Math.min(received, each));
      const between = received - inHead.length - tail.length;
      const bytes = received + dropped;
      if (between === 0) {
        return { text: Buffer.concat([inHead, tail]).toString('utf8'), bytes, cut: dropped > 0 };
      }
      return { text: `${wholeStart(inHead)}\n[…]\n${wholeEnd(tail)}`, bytes, cut: true };
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

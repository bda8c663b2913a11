import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own that can be filled to the last byte. Needs root on Linux, as CI is. */
export type SmallDisk = {
  /** Fills it but for these bytes. */
  fill(left?: number): void;
  /** Gives the space back. */
  free(): void;
  unmount(): void;
};

/** Mounts a tmpfs of `kilobytes` over a folder, which is made when missing. */
export function mountSmallDisk(folder: string, kilobytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=700`, 'tmpfs', folder]);
  const fillers = [4_096, 1].map((size) => ({ size, file: join(folder, `filler-${size}`) }));
  return {
    fill(left = 0) {
      for (const { size, file } of fillers) pour(file, size);
      if (left > 0) execFileSync('truncate', ['-s', `-${left}`, fillers[0]?.file ?? '']);
    },
    free() {
      for (const { file } of fillers) rmSync(file, { force: true });
    },
    unmount: () => void execFileSync('umount', ['-l', folder]),
  };
}

/** Appends pieces of this size until there is no more room. */
function pour(file: string, size: number): void {
  const piece = Buffer.alloc(size);
  for (;;) {
    try {
      appendFileSync(file, piece);
    } catch {
      return;
    }
  }
}

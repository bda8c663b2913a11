/** Tells whoever waits when nothing is left to do for now. */
export type Calm = {
  reached(): void;
  left(): void;
  /** Settles at once while it is calm, else when it is reached next. */
  wait(): Promise<void>;
};

export function createCalm(): Calm {
  let isCalm = false;
  let waiting: (() => void)[] = [];
  return {
    reached() {
      isCalm = true;
      for (const settle of waiting) settle();
      waiting = [];
    },
    left() {
      isCalm = false;
    },
    wait: () => (isCalm ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

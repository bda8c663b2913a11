/** What must be undone at the end, last started first. */
export type Teardown = {
  add(undo: () => Promise<unknown>): void;
  /** Undoes everything once, whatever fails on the way; later calls wait for the first. */
  run(): Promise<void>;
};

export function createTeardown(): Teardown {
  const undos: (() => Promise<unknown>)[] = [];
  let running: Promise<void> | undefined;
  return {
    add: (undo) => undos.push(undo),
    run() {
      running ??= undoAll(undos);
      return running;
    },
  };
}

async function undoAll(undos: (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let undo = undos.pop(); undo; undo = undos.pop()) {
    await undo().catch((failure: unknown) => failures.push(failure));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped.');
}

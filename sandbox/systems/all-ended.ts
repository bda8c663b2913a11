/** Like `Promise.all`, but a failure is told only when nothing is under way any more, so that all can be cleared away. */
export async function allEnded<Result>(promises: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

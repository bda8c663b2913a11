/** npm passes on a Ctrl-C that the terminal has already sent to every process: two within this time are one. */
const sameWishMs = 1_000;

/** Calls `stop` on the first SIGINT or SIGTERM and `force` on a later one. */
export function onStopSignals(stop: () => void, force: () => void): void {
  let firstAt: number | undefined;
  const wish = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      stop();
    } else if (performance.now() - firstAt > sameWishMs) force();
  };
  process.on('SIGINT', wish);
  process.on('SIGTERM', wish);
}

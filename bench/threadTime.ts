/** Does some work and tells of it in milliseconds. */
export type Measurement = (work: () => Promise<void>) => Promise<number>;

/** How long this thread's event loop did not wait for anything, ms. */
export async function busyTime(work: () => Promise<void>): Promise<number> {
  const before = performance.eventLoopUtilization();
  await work();
  return performance.eventLoopUtilization(before).active;
}

/** The longest turn of this thread's event loop, ms: for so long nothing else could run. */
export async function longestBlock(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    next = setImmediate(look);
  };
  let next = setImmediate(look);
  await work();
  clearImmediate(next);
  return Math.max(longest, performance.now() - last);
}

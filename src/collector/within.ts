import type { Clock } from '../domain/clock';

/** What `task` resolves to, or null when that takes longer than `milliseconds`; it goes on then. */
export async function within<Result>(
  clock: Clock,
  milliseconds: number,
  task: Promise<Result>,
): Promise<Result | null> {
  let cancel = (): void => undefined;
  const late = new Promise<null>((resolve) => {
    cancel = clock.schedule(clock.now() + milliseconds, () => {
      resolve(null);
    });
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    cancel();
  }
}

/**
 * A function that runs `work` now, or once more when the run under way has ended, however often it is
 * called meanwhile. Failures of `work` go to `onError`.
 */
export function coalesced(
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => void {
  let asked = 0;
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    let answered: number;
    do {
      answered = asked;
      try {
        await work();
      } catch (error) {
        onError(error);
      }
    } while (answered < asked);
    running = false;
  };
  return () => {
    asked++;
    if (!running) void run();
  };
}

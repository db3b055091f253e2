/**
 * Lets all else that waits for this thread run first: it is the extension host's, which no work of ours may block for
 * longer than a frame.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

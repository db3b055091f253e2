/** Aborts at the first SIGINT or SIGTERM. */
export function stopSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const abort = new AbortController();
  const stop = (): void => {
    abort.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    signal: abort.signal,
    release: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

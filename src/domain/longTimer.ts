/** The longest that a timer of JavaScript can wait, ms: almost 25 days. A longer one would go off at once. */
const longestMs = 2 ** 31 - 1;

/** setTimeout as the machine has it, or a test's own. It returns what cancels the timer. */
export type StartTimer = (callback: () => void, milliseconds: number) => () => void;

/** Calls back after so many milliseconds, however many, and returns what cancels it. */
export function startLongTimer(
  callback: () => void,
  milliseconds: number,
  start: StartTimer = startTimer,
): () => void {
  let cancel = (): void => undefined;
  const wait = (rest: number): void => {
    cancel =
      rest > longestMs
        ? start(() => {
            wait(rest - longestMs);
          }, longestMs)
        : start(callback, rest);
  };
  wait(milliseconds);
  return () => {
    cancel();
  };
}

const startTimer: StartTimer = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  return () => {
    clearTimeout(timer);
  };
};

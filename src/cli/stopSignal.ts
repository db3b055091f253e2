import { endingSignals } from './signals';

/** That a command is to end. Until it is released no signal ends the process in the middle of its work. */
export interface StopSignal {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Aborted by the second one: wait for nothing more. */
  readonly hurry: AbortSignal;
  readonly release: () => void;
}

export function stopSignal(): StopSignal {
  const stop = new AbortController();
  const hurry = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) hurry.abort();
    else stop.abort();
  };
  for (const name of endingSignals) process.on(name, onSignal);
  return {
    signal: stop.signal,
    hurry: hurry.signal,
    release: () => {
      for (const name of endingSignals) process.off(name, onSignal);
    },
  };
}

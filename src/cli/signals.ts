/**
 * What ends a command: a person at the terminal, the system, and the terminal when it is closed. Windows tells a process of
 * the first and the last one only, ends it some seconds after the last, and ends a child at once, whichever it is sent.
 */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndingSignal = (typeof endingSignals)[number];

/**
 * Whether a signal comes to the children of this process by itself. Ctrl+C goes to all processes of a terminal: a second one
 * would make many programs end without cleaning up.
 * @param platform as Node names it
 * @param isTerminal whether the input is one
 */
export function reachesChildren(
  signal: EndingSignal,
  platform: string,
  isTerminal: boolean,
): boolean {
  return platform === 'win32' ? signal !== 'SIGTERM' : signal === 'SIGINT' && isTerminal;
}

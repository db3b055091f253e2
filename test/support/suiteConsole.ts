import { format } from 'node:util';

/** Invisible where it is shown. */
const mark = '\u2063';

/**
 * Marks all that this process writes to its console from now on. The hosted VS Code shows the
 * extension host's console among the workbench's own messages, formats unapplied.
 */
export function markConsole(): void {
  for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    const original = console[level].bind(console);
    // Not assigned: VS Code's console ignores assignments.
    Object.defineProperty(console, level, {
      value: (...values: unknown[]) => {
        original(mark + format(...values));
      },
    });
  }
}

/** What a process with a marked console wrote; undefined for a message from elsewhere. */
export function markedText(message: string): string | undefined {
  const start = message.indexOf(mark);
  return start < 0 ? undefined : message.slice(start + mark.length);
}

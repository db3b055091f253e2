import type { Problem } from './networkCalls';

/** Errors of the server after which it closes the connection. */
const last = ['FATAL', 'PANIC'];

/** What was thrown by `pg`: an error of the server has its severity, and every other one is of the connection. */
export function problemOf(error: Error): Problem {
  const { severity, code, position } = error as Partial<
    Record<'severity' | 'code' | 'position', string>
  >;
  return {
    code,
    message: error.message,
    position: position === undefined ? undefined : Number(position),
    isEnd: severity === undefined || last.includes(severity),
  };
}

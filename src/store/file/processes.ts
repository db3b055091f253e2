import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from './fileError';

/** Where an id of a process means something: the host, and on Linux its process namespace. */
export function processPlace(): string {
  return `${hostname()} ${processNamespace()}`;
}

/** Whether a process with this id exists, whoever owns it. */
export function processExists(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/**
 * What tells a process from a later one that was given the same id: on Linux the clock ticks from the machine's start
 * to its own (proc(5), field 22 of stat). Undefined elsewhere, and where there is no such process.
 */
export function processStart(id: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // Its second field is a name, which may hold blanks and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Two containers may share a host's name and not its process ids. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

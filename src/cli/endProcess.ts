import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Ends this process with an exit code as soon as no work is pending.
 *
 * Before a Node process ends it waits for the threads on which V8 optimizes code, and one of those may be waiting for
 * memory that only a garbage collection on this thread gives it: the two then wait forever (nodejs/node#54918, seen
 * with Node 20). So the garbage is collected first.
 */
export function endProcess(code: number): void {
  process.exitCode = code;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

import { renameSync } from 'node:fs';
import { codeOf } from './fileError';

/** What Windows says of a file that a reader, a virus scanner or a backup has open. Elsewhere that hinders nobody. */
const heldCodes: readonly (string | undefined)[] = ['EPERM', 'EACCES', 'EBUSY'];

/** How long is waited before each further try, ms: scanners let go soon. */
const waitsMs = [10, 20, 40, 80];

/** Whether a file may not have been replaced because somebody has it open. */
export function isHeld(error: unknown): boolean {
  return heldCodes.includes(codeOf(error));
}

/**
 * Gives a file another name, in the place of a file that has it, in one step. Blocks for 150 ms at most where
 * one of the two may be held. Throws what the file system throws.
 */
export function replaceFile(from: string, to: string): void {
  for (const waitMs of waitsMs) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
  }
  renameSync(from, to);
}

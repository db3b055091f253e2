import { systemClock } from '../collector/clock';
import { defaultRetention } from '../domain/retention';
import { formatBytes } from '../domain/format';
import { toSeconds } from '../domain/time';
import { assertTrafficDatabase } from '../store/check/checkDatabaseFile';
import { openStore } from '../store/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import { reportCheck } from './check';
import { storeParts, wasmPath } from './dist';
import { readOptions, required } from './options';
import type { Output } from './output';
import { stopSignal } from './stopSignal';
import { CommandError } from './usageError';

export const maintainUsage = 'maintain --db FILE';

/**
 * Rolls up what is closed, deletes what has expired, gives free space back to the disk where that pays, and checks
 * the result; SIGINT stops it between two steps.
 */
export async function maintain(words: readonly string[], output: Output): Promise<void> {
  const file = required(readOptions(words, ['db']).db, 'db');
  // Opening one that is not there would make it, and one that is no database would be set aside.
  await assertTrafficDatabase(file, wasmPath);
  const store = await openStore({ ...storeParts, file });
  const stop = stopSignal();
  try {
    if (store.opened.notice !== null) output.note(store.opened.notice);
    await store.rollUp(toSeconds(systemClock.now()));
    await deleteExpired(store, stop.signal, output);
    await compact(store, stop.signal, output);
  } finally {
    stop.release();
    await store.close();
  }
  await reportCheck(file, output);
}

async function deleteExpired(
  store: TrafficStore,
  signal: AbortSignal,
  output: Output,
): Promise<void> {
  let deleted = 0;
  for (;;) {
    if (signal.aborted) throw stopped();
    const now = toSeconds(systemClock.now());
    const request = { now, policy: defaultRetention, everySeconds: 0 };
    const { rows, notice } = await store.retain(request);
    deleted += rows;
    if (rows > 0) continue;
    output.note(`${store.opened.file}: rolled up; ${deleted} rows had expired.`);
    if (notice !== null) output.note(notice);
    return;
  }
}

async function compact(store: TrafficStore, signal: AbortSignal, output: Output): Promise<void> {
  const { outcome, bytesBefore, bytesAfter } = await store.compact(signal);
  if (outcome === 'cancelled') throw stopped();
  const freed = formatBytes(bytesBefore - bytesAfter, 'en');
  if (outcome === 'compacted') output.note(`${freed} of it were given back to the disk.`);
}

function stopped(): CommandError {
  return new CommandError('Stopped. The same command goes on where it was.');
}

import { systemClock } from '../collector/systemClock';
import { defaultRetention } from '../domain/retention';
import { joined, numberFormat } from '../domain/numberFormat';
import { toSeconds } from '../domain/time';
import { noticesText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { retentionText } from '../sentences/retentionText';
import { assertTrafficDatabase } from '../store/check/checkDatabaseFile';
import { openStore } from '../store/writer/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import { reportCheck } from './check';
import type { Command } from './command';
import { storeParts, wasmPath } from './dist';
import { readOptions, required } from './options';
import type { Output } from './output';
import { stopSignal } from './stopSignal';
import { CommandError } from './usageError';

export const maintain: Command = {
  usage: 'maintain --db FILE',
  about: `Rolls up finished hours and days, deletes expired data, returns free space to the disk when it pays, and checks the
result. If you stop the command, run it again to continue.`,
  run: maintainFile,
};

/** What the terminal is told is English. */
const numbers = numberFormat('en');

/** Signals stop it between two steps. */
async function maintainFile(words: readonly string[], output: Output): Promise<void> {
  const file = required(readOptions(words, ['db']).db, 'db');
  // Opening one that is not there would make it, and one that is no database would be set aside.
  await assertTrafficDatabase(file, wasmPath);
  const stop = stopSignal();
  try {
    await keepInOrder(file, stop.signal, output);
  } finally {
    stop.release();
  }
  await reportCheck(file, output);
}

async function keepInOrder(file: string, signal: AbortSignal, output: Output): Promise<void> {
  const store = await openStore({ ...storeParts, file });
  try {
    const notice = noticesText(store.file.opened.notices, english);
    if (notice !== null) output.note(notice);
    await store.writer.rollUp(toSeconds(systemClock.now()));
    await deleteExpired(store, signal, output);
    await compact(store, signal, output);
  } finally {
    await store.close();
  }
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
    const { rows, notice } = await store.writer.retain(request);
    deleted += rows;
    if (rows > 0) continue;
    const { file } = store.file.opened;
    output.note(`${file}: rolled up, ${numbers.count(deleted)} expired rows deleted.`);
    if (notice !== null) output.note(retentionText(notice, english));
    return;
  }
}

async function compact(store: TrafficStore, signal: AbortSignal, output: Output): Promise<void> {
  const { outcome, bytesBefore, bytesAfter } = await store.file.compact(signal);
  if (outcome === 'cancelled') throw stopped();
  const freed = joined(numbers.bytes(bytesBefore - bytesAfter));
  if (outcome === 'compacted') output.note(`${freed} returned to the disk.`);
}

function stopped(): CommandError {
  return new CommandError('Stopped. Run the command again to continue.');
}

import { systemClock } from '../collector/systemClock';
import { defaultRetention } from '../domain/retention';
import { joined, numberFormat } from '../domain/numberFormat';
import { toSeconds } from '../domain/time';
import { noticesText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { retentionText } from '../sentences/retentionText';
import { openStore } from '../store/writer/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import { assertTraffic } from './assertTraffic';
import { reportCheck } from './check';
import type { Command } from './command';
import type { NamedDatabase } from './namedDatabase';
import { writtenDatabase } from './namedDatabase';
import { readOptions } from './options';
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
  const database = writtenDatabase(readOptions(words, ['db']).db);
  // Opening one that is not there would make it, and one that is no database would be set aside.
  await assertTraffic(database);
  const stop = stopSignal();
  try {
    await keepInOrder(database, stop.signal, output);
  } finally {
    stop.release();
  }
  await reportCheck(database, output);
}

async function keepInOrder(
  database: NamedDatabase,
  signal: AbortSignal,
  output: Output,
): Promise<void> {
  const store = await openStore(database);
  try {
    const notice = noticesText(store.maintenance.opened.notices, english);
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
    output.note(`${store.name}: rolled up, ${numbers.count(deleted)} expired rows deleted.`);
    if (notice !== null) output.note(retentionText(notice, english));
    return;
  }
}

async function compact({ file }: TrafficStore, signal: AbortSignal, output: Output): Promise<void> {
  // A server gives space back by itself.
  if (!file) return;
  const { outcome, bytesBefore, bytesAfter } = await file.compact(signal);
  if (outcome === 'cancelled') throw stopped();
  const freed = joined(numbers.bytes(bytesBefore - bytesAfter));
  if (outcome === 'compacted') output.note(`${freed} returned to the disk.`);
}

function stopped(): CommandError {
  return new CommandError('Stopped. Run the command again to continue.');
}

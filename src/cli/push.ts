import { resolve } from 'node:path';
import { systemClock } from '../collector/systemClock';
import { toSeconds } from '../domain/time';
import { isConnectionString } from '../store/postgres/connectionString';
import { pushDatabase } from '../store/postgres/pushDatabase';
import { ofTarget, serverSettings } from '../store/postgres/serverSettings';
import type { Command } from './command';
import { networkPath, wasmPath } from './dist';
import { readOptions, required } from './options';
import type { Output } from './output';
import { UsageError } from './usageError';

export const push: Command = {
  usage: 'push --db FILE --to ADDRESS',
  about: `Copies the history of a database file into a target of a team's store, such as
postgres://USER@HOST/DATABASE?workspace=ID&target=ID, which must be empty or hold an earlier state of that file. If it is stopped,
run it again to continue. Run again without anything new in the file, it changes nothing.`,
  run: pushHistory,
};

async function pushHistory(words: readonly string[], output: Output): Promise<void> {
  const options = readOptions(words, ['db', 'to']);
  const db = required(options.db, 'db');
  const to = required(options.to, 'to');
  if (isConnectionString(db)) throw new UsageError('--db names the file to push.');
  if (!isConnectionString(to)) {
    throw new UsageError('--to names a store such as postgres://USER@HOST/DATABASE?target=ID.');
  }
  const file = resolve(db);
  const settings = ofTarget(serverSettings(to));
  let told = 0;
  const outcome = await pushDatabase({
    ...{ file, wasmPath, settings, networkPath },
    now: toSeconds(systemClock.now()),
    onProgress: (done) => {
      const tenths = Math.floor(done * 10);
      if (tenths > told) output.note(`${tenths * 10} %`);
      told = Math.max(told, tenths);
    },
  });
  output.note(
    outcome === 'pushed'
      ? `${settings.shown} has the history of ${file}.`
      : `${settings.shown} has it already: nothing is new in ${file}.`,
  );
}

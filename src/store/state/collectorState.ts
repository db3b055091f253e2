import readState from '../../../sql/commit/readState.sql';
import writeState from '../../../sql/commit/writeState.sql';
import type { Connection } from '../database/connection';

/**
 * What collector_state remembers: the collector's own state, the last batch, before when its minutes are final, how far
 * rows are rolled up, from where on retention has kept those of a table, since when failed requests are counted, and by
 * who sent them, when retention last went through, up to where it deleted minutes for the sake of the size, what a minute (unix seconds)
 * held before something joined it, what the clock said at the last commit, since when it is doubted, and up to when it
 * was not; of a server's target which state of a file was pushed into it, and its last batch.
 */
export type StateKey =
  | 'collector'
  | 'batch_id'
  | 'final_before'
  | 'rolled_until'
  | 'minutes_from'
  | 'hours_from'
  | 'days_from'
  | 'clients_from'
  | 'failures_from'
  | 'senders_from'
  | 'retained_at'
  | 'cut_for_size'
  | `kept_minute ${number}`
  | 'clock_seen'
  | 'doubted_since'
  | 'undoubted_until'
  | 'pushed'
  | 'pushed_batch';

export function stateText(connection: Connection, key: StateKey): string | undefined {
  return connection.first(readState, { key })?.text('value');
}

export function stateNumber(connection: Connection, key: StateKey): number | undefined {
  const text = stateText(connection, key);
  return text === undefined ? undefined : Number(text);
}

/** Those of some numbers that there are, read at once. */
export function stateNumbers<Key extends StateKey>(
  connection: Connection,
  keys: readonly Key[],
): ReadonlyMap<Key, number> {
  const found = connection.allEach(
    readState,
    keys.map((key) => ({ key })),
  );
  const numbers = new Map<Key, number>();
  keys.forEach((key, i) => {
    const text = found[i]?.[0]?.text('value');
    if (text !== undefined) numbers.set(key, Number(text));
  });
  return numbers;
}

/** Numbers are stored as text: bound as numbers, large ones would become "1e12" or "1.0". */
export function setState(connection: Connection, key: StateKey, value: string | number): void {
  connection.run(writeState, { key, value: String(value) });
}

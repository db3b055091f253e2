import readState from '../../../sql/commit/readState.sql';
import writeState from '../../../sql/commit/writeState.sql';
import type { Connection } from '../database/connection';

/** What collector_state remembers: the collector's own state, the last batch, how far is rolled up. */
export type StateKey = 'collector' | 'batch_id' | 'rolled_until';

export function stateText(connection: Connection, key: StateKey): string | undefined {
  return connection.first(readState, { key })?.text('value');
}

export function stateNumber(connection: Connection, key: StateKey): number | undefined {
  const text = stateText(connection, key);
  return text === undefined ? undefined : Number(text);
}

/** Numbers are stored as text: bound as numbers, large ones would become "1e12" or "1.0". */
export function setState(connection: Connection, key: StateKey, value: string | number): void {
  connection.run(writeState, { key, value: String(value) });
}

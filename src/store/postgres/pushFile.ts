import clearTable from '../../../sql/postgres/push/clearTable.sql';
import insertRows from '../../../sql/postgres/push/insertRows.sql';
import lastPushed from '../../../sql/postgres/push/lastPushed.sql';
import countRows from '../../../sql/push/countRows.sql';
import readRows from '../../../sql/push/readRows.sql';
import readState from '../../../sql/push/readState.sql';
import readTable from '../../../sql/push/readTable.sql';
import expectedSchema from '../../../sql/schema/expectedSchema.json';
import { fnv1a64 } from '../../domain/fnv';
import type { CellValue, ResultTable } from '../../domain/resultTable';
import { rowsOf } from '../../domain/resultTable';
import { eraseInPlace } from '../erasure/erasure';
import type { Connection } from '../database/connection';
import { setState, stateNumber, stateText } from '../state/collectorState';
import { StoreError } from '../storeError';
import { makePartitionsOf } from './partitions';

/** Rows that are written at a time, in one transaction. */
const rowsPerStep = 1000;

/**
 * What ids of a file are less here. A server's sequences give ids from 1 on, so that no row that is collected there gets the
 * id of one that was pushed, and each that is newer has a greater one.
 */
const idShift = 2 ** 50;

/** Columns that have an id of another table. */
const references = ['bounds_id', 'client_id'];

/** Where rows wait for partitions. */
const partitioned = [
  ...['metrics_aggregates_minute', 'metrics_aggregates_hour', 'latency_histograms'],
  ...['error_events', 'client_analytics'],
];

const tables = Object.entries(expectedSchema)
  .filter(([name]) => name !== 'schema_migrations' && name !== 'collector_state')
  .map(([name, lines]) => ({ name, hasIds: lines.some((line) => line.startsWith('id at ')) }));

/** What came of it: `pushed`, or there was nothing new to push. */
export type PushOutcome = 'pushed' | 'nothing new';

/**
 * Copies a file's history into a target, which must be empty or hold nothing else. What ends it, a crash or a lost network,
 * leaves rows that the next push goes on from, and the state last, so that nobody takes a part for all. Pushed again, a file
 * that has not changed changes nothing; of one that has, all is pushed anew, unless somebody has collected into the target
 * since.
 * @param store the target's address for people
 * @param onProgress told the share that is done, 0 to 1
 * @throws StoreError
 */
export function pushFile(
  file: Connection,
  target: Connection,
  store: string,
  onProgress: (done: number) => void,
): PushOutcome {
  const fingerprint = fingerprintOf(file);
  const [known, progress] = stateText(target, 'pushed')?.split(' ') ?? [];
  if (known === fingerprint && progress === 'done') return 'nothing new';
  const batch = stateNumber(target, 'batch_id');
  const pushedBatch = stateNumber(target, 'pushed_batch');
  const isOwn = batch === undefined || batch === pushedBatch;
  if (!isOwn || (known === undefined && isUsed(target))) {
    throw new StoreError({ kind: 'push_onto_others', store });
  }
  if (known !== fingerprint) begin(target, fingerprint);
  for (const [index, table] of tables.entries()) {
    if (table.hasIds) pushRows(file, target, table.name);
    else replaceRows(file, target, table.name);
    onProgress((index + 1) / (tables.length + 1));
  }
  target.transaction(() => {
    replaceRows(file, target, 'collector_state');
    setState(target, 'pushed', `${fingerprint} done`);
    const last = stateNumber(target, 'batch_id');
    if (last !== undefined) setState(target, 'pushed_batch', last);
  });
  return 'pushed';
}

function isUsed(target: Connection): boolean {
  return tables.some(({ name }) => target.table(of(readTable, name), {}, 1).rowCount > 0);
}

/** Empties what an earlier push left. */
function begin(target: Connection, fingerprint: string): void {
  target.transaction(() => {
    eraseInPlace(target, { before: null, batch: null }, 1);
    for (const name of ['bucket_bounds', 'collector_state']) target.run(of(clearTable, name));
    setState(target, 'pushed', `${fingerprint} begun`);
  });
}

/** What differs once anything in a file has changed. */
function fingerprintOf(file: Connection): string {
  const counts = tables
    .filter(({ hasIds }) => hasIds)
    .map(({ name }) => rowsOf(file.table(of(countRows, name), {}, 1)));
  const state = rowsOf(file.table(readState, {}, Infinity));
  return fnv1a64(JSON.stringify([counts, state])).toString(16);
}

function pushRows(file: Connection, target: Connection, name: string): void {
  const last = target.first(of(lastPushed, name))?.numberOrNull('id') ?? null;
  let after = last === null ? -Number.MAX_SAFE_INTEGER : last + idShift;
  for (;;) {
    const read = file.table(of(readRows, name), { after, rows: rowsPerStep }, rowsPerStep);
    if (read.rowCount === 0) return;
    const rows = rowsOf(read);
    if (partitioned.includes(name)) {
      makePartitionsOf(
        target,
        rows.map(({ timestamp }) => Number(timestamp)),
      );
    }
    target.transaction(() => {
      insert(target, name, read, rows);
    });
    after = Number(rows.at(-1)?.['id']);
  }
}

function replaceRows(file: Connection, target: Connection, name: string): void {
  const read = file.table(of(readTable, name), {}, Infinity);
  target.transaction(() => {
    target.run(of(clearTable, name));
    for (let from = 0; from < read.rowCount; from += rowsPerStep) {
      insert(target, name, read, rowsOf(read).slice(from, from + rowsPerStep));
    }
  });
}

function insert(
  target: Connection,
  table: string,
  { columns }: ResultTable,
  rows: readonly Readonly<Record<string, CellValue>>[],
): void {
  const names = columns.map(({ name }) => name);
  const sql = of(insertRows, table).replaceAll('COLUMNS', names.join(', '));
  const shifted = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shiftedId(name, value)])),
  );
  target.run(sql, { value: JSON.stringify(shifted) });
}

function shiftedId(column: string, value: CellValue): CellValue {
  const isId = column === 'id' || references.includes(column);
  return isId && typeof value === 'number' ? value - idShift : value;
}

function of(sql: string, table: string): string {
  return sql.replaceAll('TABLE', table);
}

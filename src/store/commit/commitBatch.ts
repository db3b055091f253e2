import type { CommitBatch } from '../../domain/commitBatch';
import { toSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';
import { BucketBounds } from '../latency/bucketBounds';
import { clockKeys, noteClock } from '../state/witnessedNow';
import { rollUp } from '../rollup/rollUp';
import { setState, stateNumbers } from '../state/collectorState';
import { forgetKeptMinutes } from './joinedMinute';
import { writeCauses } from './writeCauses';
import { writeClients } from './writeClients';
import { writeEndpoints } from './writeEndpoints';
import { writeErrors } from './writeErrors';
import { writeEvent } from './writeEvent';
import { writeGauges } from './writeGauges';
import { writeMinutes } from './writeMinutes';

/**
 * Writes a batch and rolls up what it closes, in one transaction; closed hours are rolled up every `rollupHours`.
 * False, and nothing changes, when the database has the batch already.
 */
export function commitBatch(connection: Connection, batch: CommitBatch, rollupHours = 1): boolean {
  return connection.transaction(() => {
    const state = stateNumbers(connection, ['batch_id', ...clockKeys]);
    const last = state.get('batch_id');
    if (last !== undefined && batch.id <= last) return false;
    const now = toSeconds(batch.committedAt);
    noteClock(connection, now, state);
    const bounds = new BucketBounds(connection);
    const minutes = writeMinutes(connection, bounds, batch.minutes, now);
    writeEndpoints(connection, bounds, batch.endpoints, now);
    writeClients(connection, batch.clients, now);
    if (batch.lastGauges) writeGauges(connection, batch.lastGauges);
    writeErrors(connection, batch.errors, batch.moreErrors, now);
    writeCauses(connection, batch.causes);
    for (const event of batch.events) writeEvent(connection, event);
    const clientHours = batch.clients.map(({ hour }) => hour);
    rollUp(connection, bounds, { now, minutes, clientHours, everyHours: rollupHours });
    setState(connection, 'collector', batch.state);
    setState(connection, 'batch_id', batch.id);
    setState(connection, 'final_before', batch.finalBefore);
    forgetKeptMinutes(connection, batch.finalBefore);
    return true;
  });
}

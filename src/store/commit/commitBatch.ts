import type { CommitBatch } from '../../domain/commitBatch';
import { toSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';
import { BucketBounds } from '../latency/bucketBounds';
import { readWatermarks, rolledAnewFrom } from '../state/watermarks';
import { noteClock } from '../state/witnessedNow';
import { rollUp } from '../rollup/rollUp';
import { setState, stateNumber } from '../state/collectorState';
import { forgetKeptMinutes } from './joinedMinute';
import { writeCauses } from './writeCauses';
import { writeClients } from './writeClients';
import { writeEndpoints } from './writeEndpoints';
import { writeErrors } from './writeErrors';
import { writeEvent } from './writeEvent';
import { writeGauges } from './writeGauges';
import { changeMinute, writeMinute } from './writeMinutes';

/**
 * Writes a batch and rolls up what it closes, in one transaction; closed hours are rolled up every `rollupHours`.
 * False, and nothing changes, when the database has the batch already.
 */
export function commitBatch(connection: Connection, batch: CommitBatch, rollupHours = 1): boolean {
  return connection.transaction(() => {
    const last = stateNumber(connection, 'batch_id');
    if (last !== undefined && batch.id <= last) return false;
    const now = toSeconds(batch.committedAt);
    noteClock(connection, now);
    const bounds = new BucketBounds(connection);
    const anewFrom = rolledAnewFrom(readWatermarks(connection));
    const minutes = batch.minutes.map((content) => {
      const write = content.minute < anewFrom ? changeMinute : writeMinute;
      return write(connection, bounds, content, now);
    });
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

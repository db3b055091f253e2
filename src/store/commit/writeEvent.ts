import upsertEvent from '../../../sql/commit/upsertEvent.sql';
import type { CollectionEvent } from '../../domain/commitBatch';
import type { Connection } from '../database/connection';

/** Writes an event, replacing what (kind, from) said before. */
export function writeEvent(connection: Connection, event: CollectionEvent): void {
  connection.run(upsertEvent, { ...event, detail: JSON.stringify(event.detail) });
}

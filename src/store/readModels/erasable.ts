import erasableSql from '../../../sql/erasure/erasable.sql';
import type { Erasable } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';

/** What would be deleted with everything before a moment, unix seconds; null: with everything. */
export function readErasable(connection: Connection, before: number | null): Erasable {
  const row = connection.first(erasableSql, { before });
  return {
    gone: row?.number('gone') ?? 0,
    stored: row?.number('stored') ?? 0,
    first: row?.numberOrNull('first') ?? null,
    finalBefore: readWatermarks(connection).finalBefore ?? null,
    bytes: row?.number('bytes') ?? 0,
  };
}

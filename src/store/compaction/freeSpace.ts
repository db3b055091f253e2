import freePages from '../../../sql/compaction/freePages.sql';
import type { Connection } from '../database/connection';

/** The share of free pages above which compaction pays; fewer are soon used again. */
const worthCompacting = 0.25;

/** The size of a database, bytes, and whether so much of it is free that compaction pays. */
export function freeSpace(connection: Connection): {
  readonly bytes: number;
  readonly isMuch: boolean;
} {
  const row = connection.first(freePages);
  return {
    bytes: row?.number('bytes') ?? 0,
    isMuch: (row?.number('free_share') ?? 0) > worthCompacting,
  };
}

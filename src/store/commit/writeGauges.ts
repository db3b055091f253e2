import upsertGauges from '../../../sql/commit/upsertGauges.sql';
import type { ScrapedGauges } from '../../domain/commitBatch';
import { floorTo, hourSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';

/** Keeps the gauges of a scrape as those of its hour, replacing an earlier scrape's. */
export function writeGauges(connection: Connection, { minute, ...gauges }: ScrapedGauges): void {
  connection.run(upsertGauges, { ...gauges, hour: floorTo(minute, hourSeconds) });
}

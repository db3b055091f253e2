import upsertGauges from '../../../sql/commit/upsertGauges.sql';
import type { ScrapedGauges } from '../../domain/commitBatch';
import { floorTo, hourSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';

/** Keeps the gauges of a scrape as those of its hour, replacing an earlier scrape's. */
export function writeGauges(connection: Connection, { minute, ...gauges }: ScrapedGauges): void {
  connection.run(upsertGauges, {
    activeConnections: Math.trunc(gauges.activeConnections),
    memoryUsageBytes: whole(gauges.memoryUsageBytes),
    cpuUsagePercent: gauges.cpuUsagePercent,
    threadCount: whole(gauges.threadCount),
    uptimeSeconds: whole(gauges.uptimeSeconds),
    workspaceId: gauges.workspaceId,
    environment: gauges.environment,
    hour: floorTo(minute, hourSeconds),
  });
}

/** Servers tell whole gauges as fractions, too. */
function whole(gauge: number | null): number | null {
  return gauge === null ? null : Math.trunc(gauge);
}

import type { Dimensions, ScrapedGauges } from '../../domain/commitBatch';
import type { MetricsReading } from '../../mockforge/metricsReading';

/** The gauges of a scrape that belongs to `minute` (unix seconds). */
export function scrapedGauges(
  minute: number,
  reading: MetricsReading,
  dimensions: Dimensions,
): ScrapedGauges {
  const { activeConnections, memoryUsageBytes, cpuUsagePercent, threadCount, uptime } = reading;
  return {
    ...dimensions,
    minute,
    activeConnections: [...activeConnections.values()].reduce((sum, open) => sum + open, 0),
    memoryUsageBytes,
    cpuUsagePercent,
    threadCount,
    uptimeSeconds: uptime,
  };
}

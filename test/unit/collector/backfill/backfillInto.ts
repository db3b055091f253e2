import { backfill } from '../../../../src/collector/backfill/backfill';
import type { BackfillOptions } from '../../../../src/collector/backfill/backfill';
import type { CountedProcess } from '../../../support/countedProcess';
import type { PrometheusModel, ModelScrape } from '../../../support/prometheusModel';
import { noDimensions } from '../../../support/replays';
import { minute } from '../../../support/times';
import { rows } from '../../../support/trafficRows';
import type { Reading } from '../../../support/trafficRows';

/** Fills the minutes [from, to) after noon from a Prometheus, long after they were over. */
export function backfillInto(
  store: BackfillOptions['store'],
  prometheus: PrometheusModel,
  from: number,
  to: number,
  more: Partial<BackfillOptions> = {},
): ReturnType<typeof backfill> {
  const now = minute(20_000) * 1000;
  return backfill({
    http: (url, init) => fetch(url, init),
    clock: { now: () => now, schedule: () => () => undefined },
    timeoutMs: 5000,
    prometheusUrl: prometheus.url,
    matchers: [],
    store,
    dimensions: noDimensions,
    from: minute(from),
    to: minute(to),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...more,
  });
}

/** Serves `perMinute(n)` GET requests in each minute n of [from, to), scraped 10 s before each minute's end. */
export function busy(
  process: CountedProcess,
  from: number,
  to: number,
  perMinute: (n: number) => number,
): ModelScrape[] {
  const scrapes: ModelScrape[] = [];
  for (let n = from; n < to; n++) {
    process.serve('GET', 200, perMinute(n));
    scrapes.push(process.scrape(minute(n) + 50));
  }
  return scrapes;
}

/** [minute after noon, requests] of each stored minute. */
export async function requestsByMinute(store: Reading): Promise<(readonly unknown[])[]> {
  const found = await rows(
    store,
    `SELECT (timestamp - ${minute(0)}) / 60 AS n, SUM(request_count) AS requests
     FROM metrics_aggregates_minute GROUP BY timestamp ORDER BY timestamp`,
  );
  return found.map(({ n, requests }) => [n, requests]);
}

/** [begin, end) of each stored event of a kind, in minutes after noon. */
export async function eventsOf(store: Reading, kind: string): Promise<(readonly unknown[])[]> {
  const found = await rows(
    store,
    `SELECT (from_timestamp - ${minute(0)}) / 60.0 AS a, (to_timestamp - ${minute(0)}) / 60.0 AS b
     FROM collection_events WHERE kind = '${kind}' ORDER BY from_timestamp`,
  );
  return found.map(({ a, b }) => [a, b]);
}

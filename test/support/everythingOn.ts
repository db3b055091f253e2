import type { CollectingStatus } from '../../src/protocol/collectingStatus';

/** Collecting from a server whose sources are all on, before its first scrape. */
export const everythingOn: CollectingStatus = {
  phase: 'collecting',
  metricsUrl: 'http://127.0.0.1:9090/metrics',
  adminUrl: 'http://127.0.0.1:9080',
  scrapeIntervalSeconds: 15,
  metrics: { state: 'on', failure: null },
  log: { state: 'on', failure: null },
  recorder: { state: 'on', failure: null },
  lastScrapeAt: null,
  lastTryAt: null,
  nextTryAt: null,
  failedTries: 0,
};

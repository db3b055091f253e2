import errorRateByHour from '../../../sql/queries/errorRateByHour.sql';
import overview from '../../../sql/queries/overview.sql';
import p95LatencyTrend from '../../../sql/queries/p95LatencyTrend.sql';
import requestsLast24Hours from '../../../sql/queries/requestsLast24Hours.sql';
import topClients from '../../../sql/queries/topClients.sql';
import topEndpoints from '../../../sql/queries/topEndpoints.sql';
import trafficHeatmap from '../../../sql/queries/trafficHeatmap.sql';
import type { ResultTable } from '../../domain/resultTable';
import type { QueryName } from '../../ids';
import type { Connection } from '../database/connection';

/** A query that ships with the product. */
export interface NamedQueryDefinition {
  readonly title: string;
  /** Reads the parameter :now, unix seconds. */
  readonly sql: string;
  /** Why its result may have no rows, and what to do. */
  readonly emptyReason: string;
}

/** The queries of sql/queries by the name of their file: the six of the original schema and an overview. */
export const namedQueries = {
  overview: {
    title: 'Overview of the Last 24 Hours',
    sql: overview,
    emptyReason:
      'Nothing was collected in the last 24 hours. Start MockForge with metrics enabled, and start collecting.',
  },
  requestsLast24Hours: {
    title: 'Requests over the Last 24 Hours',
    sql: requestsLast24Hours,
    emptyReason:
      'No requests were counted in the last 24 hours. Send some to MockForge while collecting is on.',
  },
  topEndpoints: {
    title: 'Top 10 Endpoints by Traffic',
    sql: topEndpoints,
    emptyReason:
      'No endpoint was seen in the last 7 days. Endpoints come from the request log. To enable it, start MockForge with --admin.',
  },
  errorRateByHour: {
    title: 'Error Rate by Hour of the Last Week',
    sql: errorRateByHour,
    emptyReason:
      'No hour of the last 7 days is complete yet. The first appears three minutes after the end of an hour with requests.',
  },
  trafficHeatmap: {
    title: 'Traffic by Weekday and Hour',
    sql: trafficHeatmap,
    emptyReason:
      'No hour of the last 30 days is complete yet. The first appears three minutes after the end of an hour with requests.',
  },
  topClients: {
    title: 'Top 20 Clients by Requests',
    sql: topClients,
    emptyReason:
      'No client was seen in the last 24 hours. Clients come from the request log. To enable it, start MockForge with --admin.',
  },
  p95LatencyTrend: {
    title: 'p95 Latency of the Last 7 Days',
    sql: p95LatencyTrend,
    emptyReason:
      'No day with handler times is complete yet. The first appears three minutes after midnight UTC. Handler times come from the request log. To enable it, start MockForge with --admin.',
  },
} as const satisfies Readonly<Record<QueryName, NamedQueryDefinition>>;

export type NamedQuery = keyof typeof namedQueries;

/** Rows at most; no named query is meant to give as many. */
const rowLimit = 10_000;

/** The result of a named query at the time `now`, unix seconds. */
export function readNamedQuery(connection: Connection, name: NamedQuery, now: number): ResultTable {
  return connection.table(namedQueries[name].sql, { now }, rowLimit);
}

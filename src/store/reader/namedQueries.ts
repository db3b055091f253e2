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

/** The queries of sql/queries by the name of their file. They read the parameter :now, unix seconds. */
export const namedQueries: Readonly<Record<QueryName, string>> = {
  overview,
  requestsLast24Hours,
  topEndpoints,
  errorRateByHour,
  trafficHeatmap,
  topClients,
  p95LatencyTrend,
};

/** Rows at most; no named query is meant to give as many. */
const rowLimit = 10_000;

/** The result of a named query at the time `now`, unix seconds. */
export function readNamedQuery(connection: Connection, name: QueryName, now: number): ResultTable {
  return connection.table(namedQueries[name], { now }, rowLimit);
}

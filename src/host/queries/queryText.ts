import type { QueryName } from '../../ids';
import type { Localize } from '../../sentences/localize';

/** A query that ships with the product, as people read of it. */
export interface QueryText {
  readonly title: string;
  /** Why its result may have no rows, and what to do. */
  readonly emptyReason: string;
}

export function queryText(name: QueryName, localize: Localize): QueryText {
  switch (name) {
    case 'overview':
      return {
        title: localize('Overview of the Last 24 Hours'),
        emptyReason: localize(
          'Nothing was collected in the last 24 hours. Start MockForge with metrics enabled, and start collecting.',
        ),
      };
    case 'requestsLast24Hours':
      return {
        title: localize('Requests over the Last 24 Hours'),
        emptyReason: localize(
          'No requests were counted in the last 24 hours. Send some to MockForge while collecting is on.',
        ),
      };
    case 'topEndpoints':
      return {
        title: localize('Top 10 Endpoints by Traffic'),
        emptyReason: localize(
          'No endpoint was seen in the last 7 days. Endpoints come from the request log. To enable it, start MockForge with --admin.',
        ),
      };
    case 'errorRateByHour':
      return {
        title: localize('Error Rate by Hour of the Last Week'),
        emptyReason: localize(
          'No hour of the last 7 days is complete yet. The first appears three minutes after the end of an hour with requests.',
        ),
      };
    case 'trafficHeatmap':
      return {
        title: localize('Traffic by Weekday and Hour'),
        emptyReason: localize(
          'No hour of the last 30 days is complete yet. The first appears three minutes after the end of an hour with requests.',
        ),
      };
    case 'topClients':
      return {
        title: localize('Top 20 Clients by Requests'),
        emptyReason: localize(
          'No client was seen in the last 24 hours. Clients come from the request log. To enable it, start MockForge with --admin.',
        ),
      };
    case 'p95LatencyTrend':
      return {
        title: localize('p95 Latency of the Last 7 Days'),
        emptyReason: localize(
          'No day with handler times is complete yet. The first appears three minutes after midnight UTC. Handler times come from the request log. To enable it, start MockForge with --admin.',
        ),
      };
  }
}

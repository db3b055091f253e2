import hourStampsSql from '../../../sql/readModels/hourStamps.sql';
import { commonHistogram } from '../../domain/commonHistogram';
import type { Histogram } from '../../domain/histogram';
import type { EndpointNumbers, EndpointTraffic, TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { readCalledEndpoints } from '../readModels/calledEndpoints';
import { keyText } from '../readModels/endpointKey';
import type { FaultCounts } from '../readModels/faults';
import { answerCounts, Faults } from '../readModels/faults';
import { quantileOrNull } from '../readModels/requestLatencies';
import type { Segment } from '../readModels/segments';
import { trafficSegments } from '../readModels/segments';
import type { EndpointCounts } from '../readModels/spanCounts';
import { SpanCounts } from '../readModels/spanCounts';
import { endpointLatencies } from '../readModels/topEndpoints';
import { readWatermarks } from '../state/watermarks';

/** The traffic of HTTP endpoints in a part of a span, by their keys. */
interface Part {
  readonly counts: ReadonlyMap<string, EndpointCounts>;
  readonly times: ReadonlyMap<string, Histogram>;
}

/** Hours that are over, and what is shown of them alone without faults. */
interface KeptHours extends Part {
  readonly stamp: string;
  readonly shown: ReadonlyMap<string, EndpointTraffic>;
}

/**
 * The numbers of all HTTP endpoints of a span. Whole hours are read once and kept as long as they are the same; after a
 * commit only the minutes at the ends are read.
 */
export class KeptEndpoints {
  #kept: KeptHours | undefined;

  read(connection: Connection, span: TimeSpan): EndpointNumbers {
    const segments = trafficSegments(span, readWatermarks(connection), span);
    const hours = segments.filter(([resolution]) => resolution === 'hour');
    const kept = this.#hours(connection, span, hours);
    const open = readPart(
      connection,
      span,
      segments.filter((segment) => !hours.includes(segment)),
    );
    const faults = new Faults(connection, span);
    const shown = new Map(kept.shown);
    for (const [key, counts] of new Map([...kept.counts, ...open.counts])) {
      const own = faults.of(counts);
      if (!open.counts.has(key) && own.length === 0) continue;
      shown.set(key, traffic(key, counts, [kept, open], own));
    }
    const earlier = readCalledEndpoints(connection).filter(
      ({ method, endpoint }) => !shown.has(keyText('http', method, endpoint)),
    );
    return { endpoints: [...shown.values()], earlier };
  }

  #hours(connection: Connection, span: TimeSpan, hours: readonly Segment[]): KeptHours {
    const stamps = hours.map(([, from, to]) => {
      const rows = connection.all(hourStampsSql, { from, to });
      return rows.map((row) => [row.number('timestamp'), row.number('newest'), row.number('rows')]);
    });
    const stamp = JSON.stringify([span.excludedEndpoints, hours, stamps]);
    if (this.#kept?.stamp === stamp) return this.#kept;
    const part = readPart(connection, span, hours);
    const shown = new Map(
      [...part.counts].map(([key, counts]) => [key, traffic(key, counts, [part], [])]),
    );
    this.#kept = { ...part, stamp, shown };
    return this.#kept;
  }
}

function readPart(connection: Connection, span: TimeSpan, segments: readonly Segment[]): Part {
  const all = [...new SpanCounts(connection, span, segments).endpoints(Infinity)];
  const counts = new Map(
    all.filter(
      ([, { protocol, method, endpoint }]) =>
        protocol === 'http' && method !== null && endpoint !== null,
    ),
  );
  const times = new Map<string, Histogram>();
  for (const [key, sum] of endpointLatencies(connection, span, segments, counts).handler) {
    const total = sum.total();
    if (total) times.set(key, total);
  }
  return { counts, times };
}

/** What is shown of an endpoint, of all parts together. */
function traffic(
  key: string,
  { method, endpoint }: EndpointCounts,
  parts: readonly Part[],
  faults: readonly FaultCounts[],
): EndpointTraffic {
  const counts = parts.map((part) => part.counts.get(key)).filter((own) => own !== undefined);
  const times = parts.map((part) => part.times.get(key)).filter((own) => own !== undefined);
  const byStatus = new Map<number | null, number>();
  for (const [status, requests] of counts.flatMap((own) => [...own.byStatus])) {
    byStatus.set(status, (byStatus.get(status) ?? 0) + requests);
  }
  return {
    method: method ?? '',
    endpoint: endpoint ?? '',
    requests: counts.reduce((sum, { requests }) => sum + requests, 0),
    errors: counts.reduce((sum, { errors }) => sum + errors, 0),
    p95: quantileOrNull(commonHistogram(times), 0.95),
    statuses: answerCounts(byStatus, faults),
  };
}

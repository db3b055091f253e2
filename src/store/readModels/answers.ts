import { compareText } from '../../domain/sorting';
import type { AnswerCount, Answers } from '../../protocol/answers';
import type { TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import type { FailureCounts } from './failures';
import { Failures } from './failures';
import { trafficSegments } from './segments';
import type { EndpointCounts } from './spanCounts';
import { SpanCounts } from './spanCounts';

/** What each HTTP endpoint answered in a span, by status. */
export function readAnswers(connection: Connection, span: TimeSpan): Answers {
  const segments = trafficSegments(span, readWatermarks(connection), span);
  const all = [...new SpanCounts(connection, span, segments).endpoints(Infinity).values()];
  const counts = all.filter(({ protocol }) => protocol === 'http');
  const faultsOf = faultsByPath(new Failures(connection, span).counts);
  return {
    endpoints: counts
      .flatMap(({ method, endpoint, byStatus }) => {
        if (method === null || endpoint === null) return [];
        const faults = (faultsOf.get(endpoint) ?? []).filter(
          (fault) => fault.method === null || fault.method === method,
        );
        return [{ method, endpoint, statuses: answerCounts(byStatus, faults) }];
      })
      .sort((a, b) => compareText(a.endpoint, b.endpoint) || compareText(a.method, b.method)),
    unattributed: counts.reduce(
      (sum, { endpoint, requests }) => (endpoint === null ? sum + requests : sum),
      0,
    ),
    coveredSeconds: new Coverage(connection, span).seconds(span.from, span.to),
  };
}

function faultsByPath(counts: readonly FailureCounts[]): ReadonlyMap<string, FailureCounts[]> {
  const byPath = new Map<string, FailureCounts[]>();
  for (const count of counts) {
    if (count.fault === null || count.protocol !== 'http' || count.endpoint === null) continue;
    const known = byPath.get(count.endpoint);
    if (known) known.push(count);
    else byPath.set(count.endpoint, [count]);
  }
  return byPath;
}

function answerCounts(
  byStatus: EndpointCounts['byStatus'],
  faults: readonly FailureCounts[],
): readonly AnswerCount[] {
  return [...byStatus]
    .flatMap(([status, requests]) =>
      status === null || requests === 0 ? [] : [{ status, requests }],
    )
    .sort((a, b) => a.status - b.status)
    .map(({ status, requests }) => {
      const injected = faults.reduce(
        (sum, fault) => sum + (endedWith(fault, status) ? fault.count : 0),
        0,
      );
      return { status, requests, injected: Math.min(requests, injected) };
    });
}

function endedWith({ statusCode, statuses }: FailureCounts, status: number): boolean {
  return statuses === null ? statusCode === status : statuses.split(' ').includes(String(status));
}

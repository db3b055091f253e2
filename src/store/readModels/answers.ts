import { compareText } from '../../domain/sorting';
import type { Answers } from '../../protocol/answers';
import type { TimeSpan } from '../../protocol/readModels';
import type { Connection } from '../database/connection';
import { readWatermarks } from '../state/watermarks';
import { Coverage } from './coverage';
import { answerCounts, Faults } from './faults';
import { trafficSegments } from './segments';
import { SpanCounts } from './spanCounts';

/** What each HTTP endpoint answered in a span, by status. */
export function readAnswers(connection: Connection, span: TimeSpan): Answers {
  const segments = trafficSegments(span, readWatermarks(connection), span);
  const all = [...new SpanCounts(connection, span, segments).endpoints(Infinity).values()];
  const counts = all.filter(({ protocol }) => protocol === 'http');
  const faults = new Faults(connection, span);
  return {
    endpoints: counts
      .flatMap((own) => {
        const { method, endpoint, byStatus } = own;
        if (method === null || endpoint === null) return [];
        return [{ method, endpoint, statuses: answerCounts(byStatus, faults.of(own)) }];
      })
      .sort((a, b) => compareText(a.endpoint, b.endpoint) || compareText(a.method, b.method)),
    unattributed: counts.reduce(
      (sum, { endpoint, requests }) => (endpoint === null ? sum + requests : sum),
      0,
    ),
    coveredSeconds: new Coverage(connection, span).seconds(span.from, span.to),
  };
}

import type { CommitBatch } from '../../src/domain/commitBatch';
import type { Protocol } from '../../src/domain/protocol';
import { floorTo, hourSeconds } from '../../src/domain/time';
import {
  batchOf,
  clientOf,
  errorOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  rowOf,
} from '../../test/unit/store/support/batches';
import { loadClients, loadKeys } from './keys';
import { collectorState } from './writeLoad';

const latencies = [3, 8, 15, 40, 120];
const errorsPerMinute = 600;

/** The four commits of one more minute of the load, the first of them batch `id`: 1300 rows and 40 kB of state. */
export function minuteCommits(minute: number, id: number): readonly CommitBatch[] {
  const at = { committedAt: minute * 1000, finalBefore: minute, state: collectorState };
  const keys = loadKeys.map((key) => ({ ...key, protocol: key.protocol as Protocol }));
  const failing = keys.filter(({ statusCode }) => statusCode >= 400);
  const errors = Array.from({ length: errorsPerMinute }, (_, index) => {
    const { protocol, method, endpoint, statusCode } = failing[index % failing.length]!;
    return errorOf({
      timestamp: minute + (index % 60),
      protocol,
      method,
      endpoint,
      statusCode,
      metadata: { path: `/api/v1/resource/${index}`, timestampMs: minute * 1000 + index },
    });
  });
  return [
    batchOf(id, { ...at, errors: errors.slice(0, 200) }),
    batchOf(id + 1, { ...at, errors: errors.slice(200, 400) }),
    batchOf(id + 2, { ...at, errors: errors.slice(400) }),
    batchOf(id + 3, {
      ...at,
      minutes: [
        minuteOf(minute, {
          rows: keys.map(({ protocol, method, endpoint, statusCode }, index) => {
            const errorCount = statusCode >= 400 ? errorsPerMinute / failing.length : 0;
            const requestCount = errorCount || index + 1;
            const counts = { requestCount, errorCount, latencySum: 40 * index, bytesSent: 900 };
            return rowOf({ protocol, method, endpoint, statusCode, ...counts });
          }),
          histograms: keys.map(({ protocol, method, endpoint }) =>
            minuteHistogramOf(latencies, { protocol, method, endpoint, source: 'log' }),
          ),
        }),
      ],
      endpoints: keys.map(({ protocol, method, endpoint }) =>
        incrementOf({ protocol, endpoint, method, firstSeen: minute, lastSeen: minute }),
      ),
      clients: loadClients.map(({ clientIp, family, version }) =>
        clientOf({
          clientIp,
          userAgent: `${family}/${version}`,
          family,
          version,
          hour: floorTo(minute, hourSeconds),
        }),
      ),
    }),
  ];
}

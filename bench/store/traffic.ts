import type { CommitBatch } from '../../src/domain/commitBatch';
import type { Connection } from '../../src/store/database/connection';
import {
  batchOf,
  clientOf,
  errorOf,
  incrementOf,
  minuteHistogramOf,
  minuteOf,
  monday,
  rowOf,
} from '../../test/unit/store/support/batches';

/** Keys of a busy server: endpoints, methods, status codes. */
const keys = Array.from({ length: 250 }, (_, index) => ({
  endpoint: `/api/v1/resource${Math.floor(index / 5)}/:id`,
  method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'][index % 5] ?? 'GET',
  statusCode: index % 9 === 0 ? 500 : 200,
}));

/** The four commits of a busy minute, the first of them batch `id`: 1300 rows and 40 kB of state. */
export function minuteCommits(minute: number, id: number): readonly CommitBatch[] {
  const latencies = [3, 8, 15, 40, 120];
  const errors = Array.from({ length: 600 }, (_, index) => {
    const key = keys[index % keys.length];
    return errorOf({
      timestamp: minute + (index % 60),
      method: key?.method ?? 'GET',
      endpoint: key?.endpoint ?? '/',
      metadata: { path: `/api/v1/resource/${index}`, timestampMs: minute * 1000 + index },
    });
  });
  const at = { committedAt: minute * 1000, state: 'x'.repeat(40_000) };
  return [
    batchOf(id, { ...at, errors: errors.slice(0, 200) }),
    batchOf(id + 1, { ...at, errors: errors.slice(200, 400) }),
    batchOf(id + 2, { ...at, errors: errors.slice(400) }),
    batchOf(id + 3, {
      ...at,
      minutes: [
        minuteOf(minute, {
          rows: keys.map((key, index) =>
            rowOf({ ...key, requestCount: index + 1, latencySum: 40 * index, bytesSent: 900 }),
          ),
          histograms: keys.map(({ endpoint, method }) =>
            minuteHistogramOf(latencies, { endpoint, method, source: 'log' }),
          ),
        }),
      ],
      endpoints: keys.map(({ endpoint, method }) =>
        incrementOf({ endpoint, method, firstSeen: minute, lastSeen: minute }),
      ),
      clients: Array.from({ length: 200 }, (_, index) =>
        clientOf({
          clientIp: `10.0.${Math.floor(index / 100)}.${index % 100}`,
          hour: minute - (minute % 3600),
        }),
      ),
    }),
  ];
}

/** Fills a new database with minutes since `monday` until it has so many bytes; returns the minute after the last. */
export function fillDatabase(connection: Connection, bytes: number): number {
  connection.execute('PRAGMA synchronous = OFF');
  connection.execute('CREATE TEMP TABLE keys (endpoint TEXT, method TEXT, statusCode INTEGER)');
  for (const key of keys) {
    connection.run('INSERT INTO keys VALUES (:endpoint, :method, :statusCode)', key);
  }
  connection.run(`INSERT INTO bucket_bounds (bounds) VALUES ('[1,5,10,25,50,100,250,500,1000]')`);
  let hour = monday;
  for (; bytesOf(connection) < bytes; hour += 3600) {
    connection.transaction(() => {
      for (const sql of fillHour) connection.run(sql, { hour });
    });
  }
  connection.execute('DROP TABLE keys; PRAGMA synchronous = FULL');
  return hour;
}

const minutes = 'WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59)';

/** An hour's minute rows, errors, handler times of the last of its minutes, and clients. */
const fillHour = [
  `${minutes} INSERT INTO metrics_aggregates_minute (timestamp, protocol, method, endpoint, status_code,
    request_count, error_count, latency_sum, latency_min, latency_max, bytes_sent, bytes_received)
    SELECT :hour + i * 60, 'http', method, endpoint, statusCode, 7 + i, statusCode = 500, 91.5, 1, 99, 12000, 3000
    FROM n, keys`,
  `${minutes} INSERT INTO error_events (timestamp, protocol, method, endpoint, status_code, error_type,
    error_category, client_ip, user_agent, metadata)
    SELECT :hour + i * 60 + (keys.rowid % 60), 'http', method, endpoint, 500, 'internal_error', 'server_error',
      '10.0.0.1', 'curl/8.5.0', '{"path":"' || endpoint || '"}'
    FROM n, keys WHERE keys.rowid % 4 = 0`,
  `INSERT INTO latency_histograms (resolution, timestamp, protocol, method, endpoint, source, bounds_id, counts, sum, count)
    SELECT 'minute', :hour + 59 * 60, 'http', method, endpoint, 'log', 1, '1 3 2 9 4 1', 240, 13 FROM keys GROUP BY 4, 5`,
  `INSERT INTO client_analytics (timestamp, client_ip, user_agent, user_agent_family, protocol, request_count, avg_latency_ms)
    SELECT :hour, '10.0.0.' || rowid, 'curl/8.5.0', 'curl', 'http', rowid * 3, 12.5 FROM keys WHERE rowid <= 200`,
];

function bytesOf(connection: Connection): number {
  const pages = connection.first('PRAGMA page_count')?.number('page_count') ?? 0;
  return pages * 4096;
}

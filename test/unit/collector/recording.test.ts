import { deepEqual, equal, ok } from 'node:assert/strict';
import type { HttpGet } from '../../../src/collector/sources/httpGet';
import type { Recording } from '../../../src/replay/recording';
import type { WholeDatabase } from '../store/support/wholeDatabase';
import { databases } from '../../support/databases';
import { collectSpan, replay } from '../../support/replays';
import { endpointName, isInjected, requestName, shopClients } from '../../support/shop';
import { shopRecording, tally } from '../../support/shop';
import { writeShopDatabase } from '../../support/shopDatabase';
import {
  expectedByEndpoint,
  expectedFaults,
  expectedTotals,
  requestsOf,
  splitFaults,
} from '../../support/shopAccount';
import {
  everythingStored,
  rows,
  storedByEndpoint,
  storedTotals,
  withoutSizes,
} from '../../support/trafficRows';
import type { Row } from '../../support/trafficRows';
import type { Totals } from '../../support/books';

const clients = shopClients();

/**
 * What is stored, without how an endpoint's injected faults spread over statuses and minutes, and its injected
 * delay over minutes: only both margins are known, and a new editor, which learns the routes after its first scrape,
 * may meet them otherwise.
 */
function withoutFaultSplit(stored: Record<string, Row[]>): Record<string, Row[]> {
  const isPlain = (row: Row): boolean =>
    Number(row['status_code'] ?? 0) < 500 &&
    row['error_type'] !== 'injected_fault' &&
    row['source'] !== 'injected';
  const plainCodes = (codes: string): string =>
    JSON.stringify(
      Object.entries(JSON.parse(codes) as Totals).filter(([code]) => Number(code) < 500),
    );
  return Object.fromEntries(
    Object.entries(withoutSizes(stored)).map(([table, found]) => [
      table,
      found
        .filter(isPlain)
        .map((row: Row) =>
          typeof row['status_codes'] === 'string'
            ? { ...row, status_codes: plainCodes(row['status_codes']), first_seen: null }
            : row,
        ),
    ]),
  );
}

function injectedDelays(database: WholeDatabase): Promise<Row[]> {
  return rows(
    database,
    `SELECT endpoint, SUM(count) AS requests, SUM(sum) AS milliseconds FROM latency_histograms
     WHERE source = 'injected' AND resolution = 'minute' GROUP BY 1 ORDER BY 1`,
  );
}

/** A number that each process of the server counted up from 0: its last values, added up. */
function movement(recording: Recording, series: RegExp): number {
  return recording.processes
    .map(({ from, to }) => {
      const last = recording.scrapes.filter(
        ({ t, status }) => from <= t && t < to && status === 200,
      );
      const body = last.pop()?.body ?? '';
      return [...body.matchAll(series)].reduce((sum, [, value]) => sum + Number(value), 0);
    })
    .reduce((sum, value) => sum + value, 0);
}

describe('Collecting a recording of a real MockForge', function () {
  this.timeout(60_000);

  const newDatabase = databases();
  let recording: Recording;
  let whole: WholeDatabase;

  before(async () => {
    recording = await shopRecording();
    whole = await newDatabase(writeShopDatabase);
  });

  it("equals the clients' own account by protocol, method and status", async () => {
    deepEqual(requestsOf(await storedTotals(whole)), expectedTotals);
  });

  it('equals it by endpoint too, where the log saw the requests', async () => {
    deepEqual(splitFaults(requestsOf(await storedByEndpoint(whole))).plain, expectedByEndpoint);
  });

  it('has the injected faults at their endpoints', async () => {
    deepEqual(splitFaults(requestsOf(await storedByEndpoint(whole))).faults, expectedFaults);
  });

  it('links failed requests with what the recorder kept of them, none with another', async () => {
    const events = await rows(
      whole,
      `SELECT request_id AS id, trace_id AS trace, method, status_code AS status, endpoint,
         COALESCE(user_agent, '') AS agent, json_extract(metadata, '$.timestampMs') AS at
       FROM error_events WHERE error_type <> 'injected_fault'`,
    );
    const recorded = new Map(
      recording.exchanges.map(({ row }) => {
        const { request } = row as { request: { id: string; path: string; trace_id: string } };
        return [request.id, request];
      }),
    );
    // The recorder kept the newest 10 000 requests alone.
    const begin = recording.exchanges[0]?.t ?? Infinity;
    const linked = events.filter(({ id }) => id !== null);
    ok(linked.length / events.filter(({ at }) => Number(at) > begin).length > 0.98);
    for (const { id, trace, method, status, endpoint, agent, at } of linked) {
      const { path, trace_id } = recorded.get(String(id))!;
      equal(trace, trace_id);
      const isSent = clients.some(
        (client) =>
          client.t0 <= Number(at) + 50 &&
          client.t1 >= Number(at) - 50 &&
          client.path.split('?')[0] === path &&
          [client.method, client.status, client.ua, endpointName(client)].join() ===
            [method, status, agent, endpoint].join(),
      );
      ok(isSent, `${String(method)} ${path} at ${String(at)}`);
    }
  });

  it('has the delay that was injected, at the endpoints', async () => {
    const delays = await injectedDelays(whole);
    const added = (column: string): number =>
      delays.reduce((sum, row) => sum + Number(row[column]), 0);
    const counted = movement(recording, /mockforge_chaos_latency_ms_count\{.*\} (\S+)/g);
    const delayed = movement(recording, /mockforge_chaos_latency_ms_sum\{.*\} (\S+)/g);
    ok(counted > 1000);
    equal(added('requests'), counted);
    ok(Math.abs(added('milliseconds') / delayed - 1) < 1e-9);
    const named = delays.filter(({ endpoint }) => endpoint !== '(other)');
    ok(named.length > 10);
    ok(named.every(({ endpoint }) => clients.some((client) => endpointName(client) === endpoint)));
  });

  it('keeps the statistics of the endpoints equal to the minute rows', async () => {
    const ofStatistics = await rows(
      whole,
      `SELECT endpoint, protocol, method, total_requests AS requests, total_errors AS errors
       FROM endpoint_stats ORDER BY 1, 2, 3`,
    );
    const ofMinutes = await rows(
      whole,
      `SELECT endpoint, protocol, method, SUM(request_count) AS requests,
         SUM(error_count) AS errors
       FROM metrics_aggregates_minute WHERE endpoint IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    );
    deepEqual(ofStatistics, ofMinutes);
    ok(ofStatistics.length > 15);
    const statuses = await rows(whole, 'SELECT status_codes AS codes FROM endpoint_stats');
    const byStatus = statuses.map(({ codes }) =>
      Object.values(JSON.parse(String(codes)) as Totals).reduce((sum, count) => sum + count, 0),
    );
    equal(
      byStatus.reduce((sum, count) => sum + count, 0),
      ofMinutes.reduce((sum, { requests }) => sum + Number(requests), 0),
    );
  });

  it('knows what each client did, in what the log told of', async () => {
    const byAgent = await rows(
      whole,
      `SELECT COALESCE(user_agent, '') AS agent, SUM(request_count) AS requests,
         SUM(error_count) AS errors
       FROM client_analytics GROUP BY agent`,
    );
    const logged = clients.filter(
      (request) => !isInjected(request) && requestName(request) !== 'graphql query 200',
    );
    deepEqual(
      Object.fromEntries(byAgent.map(({ agent, requests }) => [agent, requests])),
      tally(logged.map(({ ua }) => ua)),
    );
    deepEqual(
      Object.fromEntries(byAgent.map(({ agent, errors }) => [agent, errors])),
      tally(logged.filter(({ status }) => status >= 400).map(({ ua }) => ua)),
    );
    const ofMinutes = await rows(
      whole,
      `SELECT (timestamp / 3600) * 3600 AS hour, SUM(count) AS requests FROM latency_histograms
       WHERE resolution = 'minute' AND source = 'log' AND protocol = 'http' GROUP BY hour ORDER BY hour`,
    );
    const ofClients = await rows(
      whole,
      `SELECT timestamp AS hour, SUM(request_count) AS requests FROM client_analytics
       WHERE protocol = 'http' GROUP BY hour ORDER BY hour`,
    );
    deepEqual(ofClients, ofMinutes);
    const [attributed] = await rows(
      whole,
      `SELECT SUM(request_count) AS requests, SUM(bytes_received) AS bytes
       FROM metrics_aggregates_minute
       WHERE protocol = 'http' AND endpoint IS NOT NULL AND status_code < 500`,
    );
    const [sums] = await rows(
      whole,
      'SELECT SUM(request_count) AS requests, SUM(bytes_received) AS bytes FROM client_analytics',
    );
    deepEqual(sums, attributed);
    const top = await rows(
      whole,
      `SELECT DISTINCT user_agent_family AS family FROM client_analytics ORDER BY family`,
    );
    deepEqual(
      top.map(({ family }) => family),
      [null, 'Chrome', 'Firefox', 'Postman', 'axios', 'curl', 'okhttp', 'python-requests'],
    );
  });

  it("keeps the gauges of the hour's last scrape", async () => {
    const last = recording.scrapes.filter(({ status }) => status === 200).pop()?.body ?? '';
    const gauge = (name: string): number =>
      Number(new RegExp(`^mockforge_${name} (\\S+)$`, 'm').exec(last)?.[1]);
    const stored = await rows(
      whole,
      `SELECT memory_usage_bytes AS memory, cpu_usage_percent AS cpu, thread_count AS threads,
         uptime_seconds AS uptime
       FROM server_gauges ORDER BY timestamp DESC LIMIT 1`,
    );
    deepEqual(stored, [
      {
        memory: gauge('memory_usage_bytes'),
        cpu: gauge('cpu_usage_percent'),
        threads: gauge('thread_count'),
        uptime: Math.floor(gauge('uptime_seconds')),
      },
    ]);
  });

  it('has nothing negative and nothing twice', async () => {
    const [minutes] = await rows(
      whole,
      `SELECT COUNT(*) AS rows, COUNT(DISTINCT timestamp || ' ' || protocol || ' ' ||
         COALESCE(method, '') || ' ' || COALESCE(endpoint, '') || ' ' || COALESCE(status_code, '')
       ) AS keys, MIN(request_count) >= 0 AND MIN(error_count) >= 0 AND MIN(latency_sum) >= 0
         AND MIN(bytes_received) >= 0 AND MIN(active_connections) >= 0
         AND MAX(error_count - request_count) <= 0 AS sound
       FROM metrics_aggregates_minute`,
    );
    deepEqual([minutes?.['rows'], minutes?.['sound']], [minutes?.['keys'], 1]);
    const [histograms] = await rows(
      whole,
      `SELECT SUM(counts LIKE '%-%') AS negative, MIN(sum) >= 0 AS sound FROM latency_histograms`,
    );
    deepEqual(histograms, { negative: 0, sound: 1 });
  });

  it('has an error event for each failed request of the log', async () => {
    const failed = recording.logRows.filter(
      ({ row }) => (row as unknown as { status_code: number }).status_code >= 400,
    );
    const [events] = await rows(
      whole,
      `SELECT COUNT(*) AS events, COUNT(DISTINCT json_extract(metadata, '$.logId')) AS ids
       FROM error_events WHERE error_type <> 'injected_fault'`,
    );
    deepEqual(events, { events: failed.length, ids: failed.length });
  });

  it('tells each injected fault, in one event an endpoint, type and minute', async () => {
    const [events] = await rows(
      whole,
      `SELECT SUM(json_extract(metadata, '$.count')) AS faults, COUNT(*) AS events,
         COUNT(DISTINCT timestamp || ' ' || endpoint || ' ' || json_extract(metadata, '$.fault')) AS keys
       FROM error_events WHERE error_type = 'injected_fault'`,
    );
    equal(events?.['faults'], clients.filter(isInjected).length);
    equal(events['events'], events['keys']);
  });

  it("has latencies that add up to the movement of MockForge's histograms", async () => {
    const stored = await rows(
      whole,
      `SELECT method, SUM(latency_sum) AS ms FROM metrics_aggregates_minute
       WHERE protocol IN ('http', 'graphql') GROUP BY method`,
    );
    const ms = Object.fromEntries(
      stored.map(({ method, ms: sum }) => [String(method), Number(sum)]),
    );
    const ofSum = (protocol: string, method: string): number =>
      1000 *
      movement(
        recording,
        new RegExp(
          `^mockforge_request_duration_seconds_sum\\{method="${method}",pillar="\\w+",protocol="${protocol}"\\} (\\S+)$`,
          'gm',
        ),
      );
    const close = (actual: number, expected: number): void => {
      ok(Math.abs(actual - expected) <= 1e-6 * expected, `${actual} is not ${expected}`);
    };
    for (const method of ['GET', 'PUT', 'DELETE']) close(ms[method] ?? 0, ofSum('http', method));
    close(ms['query'] ?? 0, ofSum('graphql', 'query'));
    // GraphQL is timed inside http POST: together they are that.
    close((ms['POST'] ?? 0) + (ms['query'] ?? 0), ofSum('http', 'POST'));
  });

  it('has distributions that add up to the movement of each bucket', async () => {
    const stored = await rows(
      whole,
      `SELECT SUM(count) AS requests FROM latency_histograms
       WHERE resolution = 'minute' AND source = 'metrics' AND protocol = 'http'`,
    );
    const count = /^mockforge_request_duration_seconds_count\{.*protocol="http"\} (\S+)$/gm;
    equal(stored[0]?.['requests'], movement(recording, count));
  });

  it('tells the restarts, and no gap, anomaly, dropped sample or late row', async () => {
    const events = await rows(
      whole,
      `SELECT kind, from_timestamp AS at FROM collection_events WHERE kind <> 'coverage' ORDER BY 2`,
    );
    const starts = recording.processes.map(({ from }) => Math.floor(from / 1000) - 1);
    deepEqual(
      events.map(({ kind }) => kind),
      ['first_contact', 'server_restart', 'server_restart'],
    );
    deepEqual(
      events.slice(1).map(({ at }) => at),
      starts.slice(1),
    );
    const { seriesAnomalies, droppedSamples, lateRows } = (
      JSON.parse((await whole.loadState()) ?? '') as { diagnostics: Record<string, number> }
    ).diagnostics;
    deepEqual(
      { seriesAnomalies, droppedSamples, lateRows },
      {
        seriesAnomalies: 0,
        droppedSamples: 0,
        lateRows: 0,
      },
    );
  });

  it('changes nothing when it is collected once more into the same database', async () => {
    const once = await everythingStored(whole);
    await replay(recording, whole);
    deepEqual(await everythingStored(whole), once);
  });

  /** Moments between scrapes, right after one, at a minute's end, around a kill and while nothing runs, in s. */
  const cuts = [37, 106.2, 181, 406.9, 412, 640.5, 856.5, 1120];

  it('comes to the same rows, cell by cell, when it is cut off eight times and resumed', async () => {
    const database = await newDatabase();
    for (const seconds of cuts) await replay(recording, database, recording.from + seconds * 1000);
    await replay(recording, database);
    deepEqual(
      withoutSizes(await everythingStored(database)),
      withoutSizes(await everythingStored(whole)),
    );
  });

  /** Editors that are killed, each going on from the scrape after. `wrap` may come between them and the network. */
  async function replayByEditors(
    database: WholeDatabase,
    wrap?: (http: HttpGet) => HttpGet,
  ): Promise<void> {
    let from = recording.from;
    // What only the log told of a process that has died since the last commit dies with the editor, unseen.
    const deaths = cuts.map((seconds) => (seconds === 856.5 ? 876.5 : seconds));
    for (const seconds of [...deaths, Infinity]) {
      const to = Math.min(recording.from + seconds * 1000, recording.to);
      const collector = await collectSpan(recording, database, from, to, wrap);
      if (to === recording.to) await collector.serverEnded();
      from = Math.ceil(to / 15_000) * 15_000;
    }
  }

  it('comes to the same rows when eight editors are killed, each going on from the scrape after', async () => {
    const database = await newDatabase();
    await replayByEditors(database);
    deepEqual(
      withoutFaultSplit(await everythingStored(database)),
      withoutFaultSplit(await everythingStored(whole)),
    );
    deepEqual(
      splitFaults(await storedByEndpoint(database)).faults,
      splitFaults(await storedByEndpoint(whole)).faults,
    );
    deepEqual(await injectedDelays(database), await injectedDelays(whole));
  });

  /** A network on which every third scrape fails. */
  function thirdScrapeFails(): (http: HttpGet) => HttpGet {
    let scrapes = 0;
    return (http) => (url, init) =>
      url.endsWith('/metrics') && ++scrapes % 3 === 0
        ? Promise.reject(new TypeError('fetch failed'))
        : http(url, init);
  }

  async function equalsTheClientsAccount(database: WholeDatabase): Promise<void> {
    deepEqual(requestsOf(await storedTotals(database)), expectedTotals);
    const { plain, faults } = splitFaults(requestsOf(await storedByEndpoint(database)));
    deepEqual(plain, expectedByEndpoint);
    deepEqual(faults, expectedFaults);
  }

  it('is as exact, endpoint by endpoint, when every third scrape fails', async () => {
    const database = await newDatabase();
    const { from, to } = recording;
    const collector = await collectSpan(recording, database, from, to, thirdScrapeFails());
    await collector.serverEnded();
    await equalsTheClientsAccount(database);
  });

  it('is as exact when every third scrape fails and eight editors are killed besides', async () => {
    const database = await newDatabase();
    await replayByEditors(database, thirdScrapeFails());
    await equalsTheClientsAccount(database);
  });
});

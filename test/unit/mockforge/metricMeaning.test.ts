import { deepEqual, equal } from 'node:assert/strict';
import { RouteTable } from '../../../src/domain/routeTable';
import { trafficKeyText } from '../../../src/domain/trafficKey';
import { isMockForge, metricInterest, metricMeaning } from '../../../src/mockforge/metricMeaning';
import type { MetricMeaning } from '../../../src/mockforge/metricMeaning';
import { ReadingBuilder } from '../../../src/mockforge/metricsReading';
import type { MetricsReading } from '../../../src/mockforge/metricsReading';

type Labels = Readonly<Record<string, string>>;

function meaning(name: string, labels: Labels = {}): MetricMeaning | undefined {
  return metricMeaning(name, new Map(Object.entries(labels)));
}

function read(...samples: readonly (readonly [string, Labels, number])[]): MetricsReading {
  const builder = new ReadingBuilder(new RouteTable([]));
  for (const [name, labels, value] of samples) {
    const known = meaning(name, labels);
    if (known) builder.add(known, value);
  }
  return builder.finish();
}

const requests = 'mockforge_requests_total';
const duration = 'mockforge_request_duration_seconds';
const http = { protocol: 'http', method: 'GET' };
const get200 = trafficKeyText({ protocol: 'http', method: 'GET', status: 200 });

describe('metricMeaning', () => {
  it('adds up series that differ only in their pillar', () => {
    const { counters } = read(
      [requests, { ...http, status: '200', pillar: 'unknown' }, 5],
      [requests, { ...http, status: '200', pillar: 'ai' }, 2],
      [requests, { ...http, status: '404', pillar: 'ai' }, 1],
    );
    const get404 = trafficKeyText({ protocol: 'http', method: 'GET', status: 404 });
    deepEqual(
      [...counters],
      [
        [get200, 7],
        [get404, 1],
      ],
    );
  });

  it('adds up histograms over the pillar, bucket by bucket, in milliseconds', () => {
    const buckets = (pillar: string, ...counts: readonly [string, number][]) =>
      counts.map(([le, count]) => [`${duration}_bucket`, { ...http, pillar, le }, count] as const);
    const { latency } = read(
      ...buckets('unknown', ['0.005', 1], ['0.01', 3], ['+Inf', 4]),
      [`${duration}_sum`, { ...http, pillar: 'unknown' }, 0.25],
      ...buckets('ai', ['0.005', 2], ['0.01', 2], ['+Inf', 2]),
      [`${duration}_sum`, { ...http, pillar: 'ai' }, 0.5],
    );
    deepEqual([...latency.values()], [{ bounds: [5, 10], counts: [3, 2, 1], sum: 750 }]);
  });

  it('takes the operations of kafka and amqp for counters though they are gauges, by a list', () => {
    for (const [name, protocol, method] of [
      ['mockforge_kafka_messages_produced_total', 'kafka', 'PRODUCE'],
      ['mockforge_kafka_messages_consumed_total', 'kafka', 'CONSUME'],
      ['mockforge_amqp_messages_published_total', 'amqp', 'PUBLISH'],
      ['mockforge_amqp_errors_total', 'amqp', 'ERROR'],
      ['mockforge_ws_messages_received_total', 'websocket', 'RECEIVE'],
      ['mockforge_smtp_messages_received_total', 'smtp', 'SEND'],
      ['mockforge_mqtt_errors_total', 'mqtt', 'ERROR'],
    ] as const) {
      const key = trafficKeyText({ protocol, method, status: null });
      deepEqual(meaning(name), { family: name, kind: 'requests', key });
    }
  });

  it('never takes a true gauge for a counter because of its name', () => {
    for (const name of [
      'mockforge_kafka_topics_total',
      'mockforge_kafka_partitions_total',
      'mockforge_kafka_consumer_groups_total',
      'mockforge_amqp_queues_total',
      'mockforge_amqp_bindings_total',
    ]) {
      equal(metricInterest(name), 'skip', name);
    }
  });

  it('keeps nothing whose labels grow without bound', () => {
    equal(metricInterest('mockforge_drift_percentage'), 'skip');
    equal(metricInterest('mockforge_chaos_latency_ms_bucket'), 'transient');
    equal(metricInterest(requests), 'intern');
  });

  it("knows gRPC's codes by name", () => {
    const statusOf = (status: string): string | undefined => {
      const known = meaning(requests, { protocol: 'grpc', method: 'Shop::Buy', status });
      return known?.kind === 'requests' ? known.key.split('\t')[2] : undefined;
    };
    deepEqual(
      ['ok', 'OK', 'error', 'not_found', 'unauthenticated', '14', 'nonsense'].map(statusOf),
      ['0', '0', '2', '5', '16', '14', ''],
    );
  });

  it('ignores series of protocols that it does not know', () => {
    equal(meaning(requests, { protocol: 'carrier-pigeon', status: '200' }), undefined);
    equal(meaning(requests, { protocol: 'toString', status: '200' }), undefined);
    equal(meaning(requests), undefined);
    equal(meaning(`${duration}_bucket`, http), undefined);
    equal(meaning(`${duration}_bucket`, { ...http, le: 'wide' }), undefined);
  });

  it('reads open connections, the process and its uptime', () => {
    const reading = read(
      ['mockforge_ws_connections_active', {}, 3],
      ['mockforge_requests_in_flight', { protocol: 'http' }, 2],
      ['process_start_time_seconds', {}, 1_767_600_000],
      ['mockforge_uptime_seconds', {}, 45],
    );
    deepEqual(
      [...reading.activeConnections],
      [
        ['websocket', 3],
        ['http', 2],
      ],
    );
    deepEqual([reading.processStart, reading.uptime], [1_767_600_000, 45]);
  });

  it('reads what the server says of itself and its host; what it does not say is null', () => {
    const { memoryUsageBytes, cpuUsagePercent, threadCount, families } = read(
      ['mockforge_memory_usage_bytes', {}, 859_377_664],
      ['mockforge_cpu_usage_percent', {}, 9.75],
    );
    deepEqual([memoryUsageBytes, cpuUsagePercent, threadCount], [859_377_664, 9.75, null]);
    deepEqual([...families], ['mockforge_memory_usage_bytes', 'mockforge_cpu_usage_percent']);
    for (const family of [...families, 'mockforge_thread_count', 'mockforge_uptime_seconds']) {
      equal(metricInterest(family), 'intern', family);
    }
  });

  it('drops values that no counter can have, and says how many', () => {
    const reading = read(
      [requests, { ...http, status: '200' }, NaN],
      [requests, { ...http, status: '404' }, -1],
      [requests, { ...http, status: '500' }, Infinity],
      [requests, { ...http, status: '201' }, 4],
    );
    deepEqual([reading.counters.size, reading.droppedSamples], [1, 3]);
    deepEqual([...reading.families], [requests]);
  });

  it('tells a MockForge server by more than the process it runs in', () => {
    equal(isMockForge(new Set(['process_start_time_seconds'])), false);
    equal(isMockForge(new Set(['process_start_time_seconds', 'mockforge_uptime_seconds'])), true);
  });
});

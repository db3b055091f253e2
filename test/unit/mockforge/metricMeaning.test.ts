import { deepEqual, equal } from 'node:assert/strict';
import { RouteTable } from '../../../src/domain/routeTable';
import { trafficKeyOf } from '../../../src/domain/trafficKey';
import { isMockForge, metricInterest, metricMeaning } from '../../../src/mockforge/metricMeaning';
import type { MetricMeaning } from '../../../src/mockforge/metricMeaning';
import { ReadingBuilder } from '../../../src/mockforge/metricsReading';
import type { MetricsReading } from '../../../src/mockforge/metricsReading';
import { keyOfSeries } from '../../../src/mockforge/seriesKey';

type Labels = Readonly<Record<string, string>>;

function meaning(name: string, labels: Labels = {}): MetricMeaning | undefined {
  return metricMeaning(name, new Map(Object.entries(labels)));
}

type Sample = readonly [string, Labels, number];

function read(...samples: readonly Sample[]): MetricsReading {
  return builtOf(new ReadingBuilder(new RouteTable([])), samples);
}

/** As from a body, where the order tells something. */
function readBody(...samples: readonly Sample[]): MetricsReading {
  return builtOf(new ReadingBuilder(new RouteTable([]), 'ascending'), samples);
}

function builtOf(builder: ReadingBuilder, samples: readonly Sample[]): MetricsReading {
  for (const [name, labels, value] of samples) {
    const known = meaning(name, labels);
    if (known) builder.add(known, value);
  }
  return builder.finish();
}

const requests = 'mockforge_requests_total';
const duration = 'mockforge_request_duration_seconds';
const http = { protocol: 'http', method: 'GET' };
const get200 = trafficKeyOf({ protocol: 'http', method: 'GET', status: 200 });

describe('metricMeaning', () => {
  it('tells series apart that differ only in their pillar, which count for one key', () => {
    const { counters } = read(
      [requests, { ...http, status: '200', pillar: 'unknown' }, 5],
      [requests, { ...http, status: '200', pillar: 'ai' }, 2],
      [requests, { ...http, status: '404', pillar: 'ai' }, 1],
    );
    const get404 = trafficKeyOf({ protocol: 'http', method: 'GET', status: 404 });
    deepEqual(
      [...counters].map(([series, count]) => [keyOfSeries(series), count]),
      [
        [get200, 5],
        [get200, 2],
        [get404, 1],
      ],
    );
    equal(counters.size, 3);
  });

  it('counts a series that stands in a body twice once, as it stood first, and says so', () => {
    const get = { ...http, status: '200', pillar: 'unknown' };
    const timed = { ...http, pillar: 'unknown' };
    const fault = { fault_type: 'http_error', endpoint: '/a' };
    const samples = [
      [requests, get, 5],
      [`${duration}_bucket`, { ...timed, le: '1' }, 3],
      [`${duration}_bucket`, { ...timed, le: '+Inf' }, 4],
      [`${duration}_sum`, timed, 0.25],
      [`${duration}_count`, timed, 4],
      ['mockforge_requests_in_flight', { protocol: 'http' }, 2],
      ['mockforge_chaos_faults_total', fault, 6],
    ] as const;
    const again = samples.map(([name, labels]) => {
      const le: Labels = 'le' in labels && labels.le === '1' ? { le: '1.0' } : {};
      const reordered = Object.fromEntries(Object.entries({ ...labels, ...le }).toReversed());
      return [name, { ...reordered, empty: '' }, 1000] as const;
    });
    const { repeatedSamples, ...reading } = read(...samples, ...again);
    equal(repeatedSamples, 7);
    const { repeatedSamples: none, ...once } = read(...samples);
    equal(none, 0);
    deepEqual(reading, once);
  });

  it('leaves out a histogram of which a part is missing or wrong, and says so', () => {
    const whole: (readonly [string, Labels, number])[] = [
      [`${duration}_bucket`, { ...http, le: '0.005' }, 1],
      [`${duration}_bucket`, { ...http, le: '0.01' }, 3],
      [`${duration}_bucket`, { ...http, le: '+Inf' }, 4],
      [`${duration}_sum`, http, 0.25],
    ];
    equal(read(...whole).latency.size, 1);
    for (const left of [2, 3]) {
      const reading = read(...whole.filter((_, i) => i !== left));
      deepEqual([reading.latency.size, reading.brokenHistograms], [0, 1], String(left));
    }
    const falling = read(...whole.with(1, [`${duration}_bucket`, { ...http, le: '0.01' }, 0]));
    deepEqual([falling.latency.size, falling.brokenHistograms], [0, 1]);
    const [lowest, middle, highest, sum] = whole;
    const shuffled = [middle!, lowest!, highest!, sum!];
    equal(read(...shuffled).latency.size, 1);
    const body = readBody(...shuffled);
    deepEqual([body.latency.size, body.brokenHistograms], [0, 1]);
    equal(readBody(...whole).latency.size, 1);
  });

  it('tells histograms apart by their pillar too, in milliseconds', () => {
    const buckets = (pillar: string, ...counts: readonly [string, number][]) =>
      counts.map(([le, count]) => [`${duration}_bucket`, { ...http, pillar, le }, count] as const);
    const { latency } = read(
      ...buckets('unknown', ['0.005', 1], ['0.01', 3], ['+Inf', 4]),
      [`${duration}_sum`, { ...http, pillar: 'unknown' }, 0.25],
      ...buckets('ai', ['0.005', 2], ['0.01', 2], ['+Inf', 2]),
      [`${duration}_sum`, { ...http, pillar: 'ai' }, 0.5],
    );
    deepEqual(
      [...latency.values()],
      [
        { bounds: [5, 10], counts: [1, 2, 1], sum: 250 },
        { bounds: [5, 10], counts: [2, 0, 0], sum: 500 },
      ],
    );
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
      const key = trafficKeyOf({ protocol, method, status: null });
      const known = meaning(name);
      equal(known?.kind === 'requests' && keyOfSeries(known.series), key);
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
      return known?.kind === 'requests' ? known.series.split('\t')[2] : undefined;
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

import { isProtocol, type Protocol } from '../domain/protocol';
import { storableText } from '../domain/storableText';
import { latencyKeyOf, trafficKeyOf } from '../domain/trafficKey';
import type { LatencyKey, TrafficKey } from '../domain/trafficKey';
import { seriesIdentity } from '../prometheus/seriesIdentity';
import type { Interest, Labels } from '../prometheus/seriesTable';
import { longestMethod } from './entries';
import { endsRequest } from './faults';
import { seriesKeyOf } from './seriesKey';
import type { LatencySeries, TrafficSeries } from './seriesKey';

/** What one series of a MockForge server says, the family it belongs to, and what tells it from all others. */
export type MetricMeaning = {
  readonly family: string;
  /** prometheus/seriesIdentity. */
  readonly identity: number;
} & SeriesMeaning;

/** Keys are those of domain/trafficKey, those of `series` of seriesKey. */
type SeriesMeaning =
  | { readonly kind: 'requests'; readonly series: TrafficSeries }
  | { readonly kind: 'requestsByPath'; readonly key: TrafficKey; readonly path: string }
  | LatencyMeaning
  | { readonly kind: 'activeConnections'; readonly protocol: Protocol }
  | { readonly kind: 'fault'; readonly type: string; readonly path: string }
  | InjectedDelayMeaning
  | { readonly kind: ServerGauge };

/** Part of a latency histogram: of a series by (protocol, method), or of a path by that key where it is not null. */
export type LatencyMeaning = (
  | { readonly series: LatencySeries; readonly path: null }
  | { readonly key: LatencyKey; readonly path: string }
) &
  LatencyPart;

type LatencyPart =
  | { readonly kind: 'latencyBucket'; readonly boundMs: number }
  | { readonly kind: 'latencySum' | 'latencyCount' };

/** Part of the distribution of delays that were injected into a path's requests. */
export type InjectedDelayMeaning = { readonly path: string } & (
  | { readonly kind: 'delayBucket'; readonly boundMs: number }
  | { readonly kind: 'delaySum' | 'delayCount' }
);

/** What a server says of itself and its host. */
export type ServerGauge = 'processStart' | 'uptime' | 'memoryUsage' | 'cpuUsage' | 'threadCount';

/**
 * Counters of protocols without requests, by family: the operation takes the role of the method. The list is explicit
 * because kafka and amqp export their counters as gauges, and true gauges of theirs also end in `_total`.
 */
const operations: ReadonlyMap<string, readonly [Protocol, string]> = new Map([
  ['mockforge_ws_connections_total', ['websocket', 'CONNECT']],
  ['mockforge_ws_messages_sent_total', ['websocket', 'MESSAGE']],
  ['mockforge_ws_messages_received_total', ['websocket', 'RECEIVE']],
  ['mockforge_ws_errors_total', ['websocket', 'ERROR']],
  ['mockforge_smtp_connections_total', ['smtp', 'CONNECT']],
  ['mockforge_smtp_messages_received_total', ['smtp', 'SEND']],
  ['mockforge_smtp_errors_total', ['smtp', 'ERROR']],
  ['mockforge_mqtt_connections_total', ['mqtt', 'CONNECT']],
  ['mockforge_mqtt_messages_published_total', ['mqtt', 'PUBLISH']],
  ['mockforge_mqtt_messages_received_total', ['mqtt', 'RECEIVE']],
  ['mockforge_mqtt_errors_total', ['mqtt', 'ERROR']],
  ['mockforge_kafka_messages_produced_total', ['kafka', 'PRODUCE']],
  ['mockforge_kafka_messages_consumed_total', ['kafka', 'CONSUME']],
  ['mockforge_kafka_errors_total', ['kafka', 'ERROR']],
  ['mockforge_amqp_messages_published_total', ['amqp', 'PUBLISH']],
  ['mockforge_amqp_messages_consumed_total', ['amqp', 'CONSUME']],
  ['mockforge_amqp_errors_total', ['amqp', 'ERROR']],
]);

const connectionGauges: ReadonlyMap<string, Protocol> = new Map([
  ['mockforge_ws_connections_active', 'websocket'],
  ['mockforge_smtp_connections_active', 'smtp'],
  ['mockforge_mqtt_connections_active', 'mqtt'],
  ['mockforge_kafka_connections_active', 'kafka'],
  ['mockforge_amqp_connections_active', 'amqp'],
]);

const requests = 'mockforge_requests_total';
const duration = 'mockforge_request_duration_seconds';
const inFlight = 'mockforge_requests_in_flight';
const processStart = 'process_start_time_seconds';

const serverGauges: ReadonlyMap<string, ServerGauge> = new Map([
  [processStart, 'processStart'],
  ['mockforge_uptime_seconds', 'uptime'],
  ['mockforge_memory_usage_bytes', 'memoryUsage'],
  ['mockforge_cpu_usage_percent', 'cpuUsage'],
  ['mockforge_thread_count', 'threadCount'],
]);

/** Families whose series carry paths, so that there may be ever more of them. */
const faults = 'mockforge_chaos_faults_total';
const requestsByPath = 'mockforge_requests_by_path_total';
const durationByPath = 'mockforge_request_duration_by_path_seconds';
/** In milliseconds, unlike the other histograms. */
const injectedDelay = 'mockforge_chaos_latency_ms';
const parts = ['_bucket', '_sum', '_count'];
const transient = new Set([
  faults,
  requestsByPath,
  ...[durationByPath, injectedDelay].flatMap((family) => parts.map((part) => family + part)),
]);

/** The samples that only grow while a process lives: its traffic. */
export const countedSamples: readonly string[] = [
  requests,
  `${duration}_bucket`,
  `${duration}_sum`,
  `${duration}_count`,
  ...operations.keys(),
];

const wanted = new Set([
  ...countedSamples,
  inFlight,
  ...serverGauges.keys(),
  ...connectionGauges.keys(),
]);

/** Which samples collecting looks at; all others are only searched for their end. */
export function metricInterest(sampleName: string): Interest {
  if (transient.has(sampleName)) return 'transient';
  return wanted.has(sampleName) ? 'intern' : 'skip';
}

/** Whether a body with these wanted families comes from a MockForge server at all. */
export function isMockForge(families: ReadonlySet<string>): boolean {
  return [...families].some((name) => name !== processStart);
}

/** What a wanted series means; undefined for one whose labels make no sense to us. */
export function metricMeaning(sampleName: string, labels: Labels): MetricMeaning | undefined {
  const meaning = seriesMeaning(sampleName, labels);
  const family =
    [duration, durationByPath, injectedDelay].find((name) => sampleName.startsWith(`${name}_`)) ??
    sampleName;
  return meaning && { family, identity: seriesIdentity(sampleName, labels), ...meaning };
}

function seriesMeaning(sampleName: string, labels: Labels): SeriesMeaning | undefined {
  const ofServer = serverGauges.get(sampleName);
  if (ofServer) return { kind: ofServer };
  const operation = operations.get(sampleName);
  if (operation) {
    const [protocol, method] = operation;
    const key = trafficKeyOf({ protocol, method, status: null });
    return { kind: 'requests', series: seriesKeyOf(key, labels) };
  }
  const gauge = connectionGauges.get(sampleName);
  if (gauge) return { kind: 'activeConnections', protocol: gauge };

  if (sampleName === faults) {
    const [type, path] = [labels.get('fault_type') ?? '', labels.get('endpoint') ?? ''];
    return endsRequest(type, path) ? { kind: 'fault', type, path } : undefined;
  }
  if (sampleName.startsWith(injectedDelay)) return delayMeaning(sampleName, labels);

  const path = labels.get('path');
  if (path !== undefined && transient.has(sampleName)) {
    return meaningByPath(sampleName, labels, path);
  }
  const protocol = labels.get('protocol') ?? '';
  if (!isProtocol(protocol)) return undefined;
  if (sampleName === inFlight) return { kind: 'activeConnections', protocol };
  const method = methodOf(labels);
  if (sampleName === requests) {
    const status = statusNumber(labels.get('status') ?? '');
    const key = trafficKeyOf({ protocol, method, status });
    return { kind: 'requests', series: seriesKeyOf(key, labels) };
  }
  const part = latencyPart(sampleName, labels.get('le'));
  const key = latencyKeyOf({ protocol, method });
  return part && { ...part, series: seriesKeyOf(key, labels), path: null };
}

/** These families know no protocol: MockForge counts them where it counts http. */
function meaningByPath(
  sampleName: string,
  labels: Labels,
  path: string,
): SeriesMeaning | undefined {
  const protocol = 'http';
  const method = methodOf(labels);
  if (sampleName === requestsByPath) {
    const status = statusNumber(labels.get('status') ?? '');
    return { kind: 'requestsByPath', key: trafficKeyOf({ protocol, method, status }), path };
  }
  const part = latencyPart(sampleName, labels.get('le'));
  return part && { ...part, key: latencyKeyOf({ protocol, method }), path };
}

/** As the request log's rows have it. */
function methodOf(labels: Labels): string {
  return storableText(labels.get('method') ?? '', longestMethod);
}

function latencyPart(sampleName: string, bound: string | undefined): LatencyPart | undefined {
  if (sampleName.endsWith('_sum')) return { kind: 'latencySum' };
  if (sampleName.endsWith('_count')) return { kind: 'latencyCount' };
  if (bound === undefined) return undefined;
  const boundMs = bound === '+Inf' ? Infinity : Number((Number(bound) * 1000).toPrecision(12));
  return Number.isNaN(boundMs) ? undefined : { kind: 'latencyBucket', boundMs };
}

function delayMeaning(sampleName: string, labels: Labels): InjectedDelayMeaning | undefined {
  const path = labels.get('endpoint');
  if (path === undefined) return undefined;
  if (sampleName.endsWith('_sum')) return { kind: 'delaySum', path };
  if (sampleName.endsWith('_count')) return { kind: 'delayCount', path };
  const bound = labels.get('le');
  const boundMs = bound === '+Inf' ? Infinity : Number(bound ?? NaN);
  return Number.isNaN(boundMs) ? undefined : { kind: 'delayBucket', path, boundMs };
}

const grpcCodes = [
  'ok',
  'cancelled',
  'unknown',
  'invalid_argument',
  'deadline_exceeded',
  'not_found',
  'already_exists',
  'permission_denied',
  'resource_exhausted',
  'failed_precondition',
  'aborted',
  'out_of_range',
  'unimplemented',
  'internal',
  'unavailable',
  'data_loss',
  'unauthenticated',
];

/** A status label as a number; gRPC's codes may be names, where a bare `error` is UNKNOWN (2). */
function statusNumber(label: string): number | null {
  if (/^\d+$/.test(label)) return Number(label);
  if (label === 'error') return grpcCodes.indexOf('unknown');
  const code = grpcCodes.indexOf(label.toLowerCase());
  return code < 0 ? null : code;
}

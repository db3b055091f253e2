import type { Quantile } from '../src/domain/histogram';
import type { DashboardData, TrafficPoint } from '../src/protocol/dashboardData';
import { percentiles } from './charts/chartTheme';
import type { Percentile } from './charts/chartTheme';
import { errorRate } from './charts/chartView';
import { isLogarithmic } from './charts/latencyChart';
import { axisUnit } from './charts/trafficChart';
import type { DashboardView } from './dashboardView';
import { joined, noBreak } from './format';
import type { Measure } from './format';

/** What a card shows at a time. */
export interface CardContent {
  /** Null: unknown; `why` then says why. */
  readonly value: Measure | null;
  readonly why?: string;
  readonly side: string;
  readonly series: readonly (number | null)[];
  readonly logarithmic?: boolean;
}

/** One of the cards, and what it shows of a view. */
export interface CardKind {
  readonly name: string;
  readonly title: string;
  readonly percentile?: Percentile;
  readonly content: (view: DashboardView) => CardContent;
}

/** The cards from left to right. */
export const cardKinds: readonly CardKind[] = [
  { name: 'requests', title: 'Requests', content: requestsCard },
  { name: 'rate', title: 'Requests per second', content: rateCard },
  { name: 'errors', title: 'Error rate', content: errorRateCard },
  ...percentiles.map((percentile): CardKind => ({
    name: percentile,
    title: percentile,
    percentile,
    content: (view) => percentileCard(view, percentile),
  })),
  { name: 'connections', title: 'Active connections', content: connectionsCard },
  { name: 'bytes', title: 'Bytes sent', content: bytesCard },
];

const noRequests = 'No requests in this range.';
const notCollected = 'Nothing was collected in this range.';

function requestsCard({ data, numbers }: DashboardView): CardContent {
  const series = known(data.points, (point) => point.requests);
  return {
    value:
      data.summary.coveredSeconds === 0
        ? null
        : { value: numbers.count(data.summary.requests), unit: '' },
    why: notCollected,
    side: highest(series, (value) => numbers.count(value) + axisUnit(data.query.bucketSeconds)),
    series,
  };
}

function rateCard({ data, numbers }: DashboardView): CardContent {
  const { requests, coveredSeconds } = data.summary;
  const series = known(data.points, (point) => point.requests / point.coveredSeconds);
  return {
    value: coveredSeconds === 0 ? null : numbers.perSecond(requests / coveredSeconds),
    why: notCollected,
    side: highest(series, (value) => joined(numbers.perSecond(value))),
    series,
  };
}

function errorRateCard({ data, numbers }: DashboardView): CardContent {
  const series = known(data.points, errorRate);
  const rate = errorRate(data.summary);
  return {
    value: rate === null ? null : numbers.percent(rate),
    why: whyNone(data),
    side: highest(series, (value) => joined(numbers.percent(value))),
    series,
  };
}

function percentileCard({ data, numbers }: DashboardView, percentile: Percentile): CardContent {
  const quantile = data.summary[percentile];
  const worst = data.points
    .map((point) => point[percentile])
    .filter((value) => value !== null)
    .reduce<Quantile | null>((a, b) => (a && a.value >= b.value ? a : b), null);
  return {
    value: quantile && numbers.quantile(quantile),
    why: whyNone(data),
    side: worst ? `max ${joined(numbers.quantile(worst))}` : '',
    series: known(data.points, (point) => point[percentile]?.value ?? null),
    logarithmic: isLogarithmic(data.points),
  };
}

function connectionsCard(view: DashboardView): CardContent {
  const { data, numbers, times, status } = view;
  const connections = data.summary.activeConnections;
  if (!connections) {
    return { value: null, why: notCollected, side: '', series: [] };
  }
  const last = numbers.count(connections.last);
  // A gauge of a server that is gone says nothing about now.
  if (status.phase === 'failing' && status.lastScrapeAt !== null) {
    const side = `last ${last}, ${times.minute(status.lastScrapeAt / 1000)}`;
    return { value: null, why: 'The server does not answer.', side, series: [] };
  }
  return {
    value: { value: last, unit: '' },
    side: `max ${numbers.count(connections.max)}`,
    series: [],
  };
}

function bytesCard({ data, numbers }: DashboardView): CardContent {
  const { bytesSent } = data.summary;
  if (bytesSent === null) {
    return {
      value: null,
      why: 'Sizes of answers are known to the recorder alone: start MockForge with --recorder.',
      side: 'not collected',
      series: [],
    };
  }
  const { value, unit } = numbers.bytes(bytesSent);
  // The sources of sizes do not see every request, so there were at least as many.
  return { value: { value: `≥${noBreak}${value}`, unit }, side: '', series: [] };
}

/** Why there is no number that only requests give. */
function whyNone({ summary }: DashboardData): string {
  return summary.coveredSeconds === 0 ? notCollected : noRequests;
}

function known(
  points: readonly TrafficPoint[],
  value: (point: TrafficPoint) => number | null,
): (number | null)[] {
  return points.map((point) => (point.coveredSeconds === 0 ? null : value(point)));
}

function highest(series: readonly (number | null)[], text: (value: number) => string): string {
  const values = series.filter((value) => value !== null);
  return values.length === 0 ? '' : `max ${text(Math.max(...values))}`;
}

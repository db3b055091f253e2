import { quantileChange, rateChange, shareChange } from '../../src/protocol/changes';
import type { Change } from '../../src/protocol/changes';
import { errorRate, isLogarithmic, percentiles } from '../../src/protocol/chartValues';
import type { Percentile } from '../../src/protocol/chartValues';
import type { CardName } from '../../src/domain/filterStanding';
import type { Quantile } from '../../src/domain/histogram';
import { ofHandlers } from '../../src/protocol/trafficFilter';
import type { DashboardCharts, TrafficPoint } from '../../src/protocol/dashboardData';
import { axisUnit } from '../charts/trafficChart';
import { targetOf } from '../dashboardView';
import type { DashboardView } from '../dashboardView';
import { joined, noBreak } from '../../src/domain/numberFormat';
import type { Measure, NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';

/** What a card shows at a time. */
export interface CardContent {
  readonly title: string;
  /** Null: unknown; `why` then says why. */
  readonly value: Measure | null;
  readonly why?: string;
  /** At the right where nothing is compared. */
  readonly side: string;
  readonly change: Change | null;
  readonly series: readonly (number | null)[];
  readonly logarithmic?: boolean;
}

/** One of the cards, and what it shows of a view. */
export interface CardKind {
  readonly name: CardName;
  readonly percentile?: Percentile;
  readonly content: (view: DashboardView) => CardContent;
}

/** The cards from left to right. */
export const cardKinds: readonly CardKind[] = [
  { name: 'requests', content: requestsCard },
  { name: 'rate', content: rateCard },
  { name: 'errors', content: errorRateCard },
  ...percentiles.map((percentile): CardKind => ({
    name: percentile,
    percentile,
    content: (view) => percentileCard(view, percentile),
  })),
  { name: 'connections', content: connectionsCard },
  { name: 'bytes', content: bytesCard },
];

function requestsCard(view: DashboardView): CardContent {
  const { data, numbers } = view;
  const series = known(data.points, (point) => point.requests);
  const covered = data.summary.coveredSeconds > 0;
  return {
    title: isOfFailed(data) ? t('Failed requests') : t('Requests'),
    value: covered
      ? { value: numbers.count(data.summary.requests), unit: ofAllText(data, numbers) }
      : null,
    why: notCollected(),
    side: highest(
      series,
      (value) => numbers.shortCount(value) + axisUnit(data.query.bucketSeconds),
    ),
    change: rateChange(
      data,
      numbers,
      (totals) => totals.requests,
      ({ requests }) => numbers.count(requests),
    ),
    series,
  };
}

/** Whether failed requests are counted, as the title says then. */
function isOfFailed({ counted }: DashboardCharts): boolean {
  return counted === 'failed';
}

/** `of 5,627`, where conditions leave some of all; else nothing. */
function ofAllText({ unfiltered }: DashboardCharts, numbers: NumberFormat): string {
  return unfiltered ? t('of {0}', numbers.count(unfiltered.requests)) : '';
}

function rateCard(view: DashboardView): CardContent {
  const { data, numbers } = view;
  const { requests, coveredSeconds } = data.summary;
  const series = known(data.points, (point) => point.requests / point.coveredSeconds);
  return {
    title: isOfFailed(data) ? t('Failed per second') : t('Requests per second'),
    value: coveredSeconds === 0 ? null : numbers.perSecond(requests / coveredSeconds),
    why: notCollected(),
    side: highest(series, (value) => joined(numbers.perSecond(value))),
    change: rateChange(
      data,
      numbers,
      (totals) => totals.requests,
      (totals) => joined(numbers.perSecond(totals.requests / totals.coveredSeconds)),
    ),
    series,
  };
}

function errorRateCard(view: DashboardView): CardContent {
  const { data, numbers } = view;
  const series = known(data.points, errorRate);
  const rate = errorRate(data.summary);
  return {
    title: t('Error rate'),
    value: rate === null ? null : numbers.percent(rate),
    why: whyNone(data),
    side: highest(series, (value) => joined(numbers.percent(value))),
    change: shareChange(data, numbers),
    series,
  };
}

function percentileCard(view: DashboardView, percentile: Percentile): CardContent {
  const { data, numbers } = view;
  const isHandler = ofHandlers(data.query.filter);
  const text = isHandler ? numbers.handlerQuantile : numbers.quantile;
  const quantile = data.summary[percentile];
  const worst = data.points
    .map((point) => point[percentile])
    .filter((value) => value !== null)
    .reduce<Quantile | null>((a, b) => (a && a.value >= b.value ? a : b), null);
  return {
    title: isHandler ? t('{0} handler', percentile) : percentile,
    value: quantile && text(quantile),
    why: whyNone(data),
    side: worst ? t('max {0}', joined(text(worst))) : '',
    change: quantileChange(data, numbers, percentile),
    series: known(data.points, (point) => point[percentile]?.value ?? null),
    logarithmic: isLogarithmic(data),
  };
}

/** Connections are the server's; what is an endpoint's own is what held its requests up. */
function connectionsCard(view: DashboardView): CardContent {
  return targetOf(view) ? delayCard(view) : openConnectionsCard(view);
}

function delayCard({ data, numbers }: DashboardView): CardContent {
  const delay = data.injectedDelay;
  const amount = delay && numbers.milliseconds(delay.average);
  const { now, then } = data.comparison ?? {};
  const [after, before] = [now?.injectedMs ?? 0, then?.injectedMs ?? 0];
  return {
    title: t('Injected delay'),
    value: amount && {
      value: delay.isShared ? `≈${noBreak}+${amount.value}` : `+${amount.value}`,
      unit: t('{0} avg', amount.unit),
    },
    why: t('No injected delay in this range. Start MockForge with --chaos to inject some.'),
    side: '',
    change:
      before > 0
        ? {
            text: numbers.change(after / before - 1),
            is: joined(numbers.milliseconds(after)),
            was: joined(numbers.milliseconds(before)),
            judgement: null,
            verdict: null,
          }
        : null,
    series: delay ? delay.perStep : [],
  };
}

function openConnectionsCard(view: DashboardView): CardContent {
  const { data, numbers, times, status } = view;
  const title = t('Active connections');
  const connections = data.summary.activeConnections;
  const series = known(data.points, (point) => point.connections ?? 0);
  if (!connections) {
    return { title, value: null, why: notCollected(), side: '', change: null, series: [] };
  }
  const last = numbers.count(connections.last);
  // A gauge of a server that is gone says nothing about now.
  if (status.phase === 'failing' && status.lastScrapeAt !== null) {
    const side = t('last {0}, {1}', last, times.minute(status.lastScrapeAt / 1000));
    const why = t('The server does not answer.');
    return { title, value: null, why, side, change: null, series };
  }
  return {
    title,
    value: { value: last, unit: '' },
    side: t('max {0}', numbers.count(connections.max)),
    change: null,
    series,
  };
}

function bytesCard(view: DashboardView): CardContent {
  const { data, numbers } = view;
  const title = t('Bytes sent');
  const { bytesSent } = data.summary;
  if (bytesSent === null) {
    return {
      title,
      value: null,
      why: t('Response sizes come from the recorder. Start MockForge with --recorder.'),
      side: t('not collected'),
      change: null,
      series: [],
    };
  }
  const { value, unit } = numbers.bytes(bytesSent);
  return {
    title,
    // The sources of sizes do not see every request, so there were at least as many.
    value: { value: `≥${noBreak}${value}`, unit },
    side: '',
    change: rateChange(
      data,
      numbers,
      (totals) => totals.bytesSent,
      (totals) => `≥${noBreak}${joined(numbers.bytes(totals.bytesSent))}`,
    ),
    series: known(data.points, (point) => point.bytesSent),
  };
}

function notCollected(): string {
  return t('Nothing was collected in this range.');
}

/** Why there is no number that only requests give. */
function whyNone({ summary }: DashboardCharts): string {
  return summary.coveredSeconds === 0 ? notCollected() : t('No requests in this range.');
}

function known(
  points: readonly TrafficPoint[],
  value: (point: TrafficPoint) => number | null,
): (number | null)[] {
  return points.map((point) => (point.coveredSeconds === 0 ? null : value(point)));
}

function highest(series: readonly (number | null)[], text: (value: number) => string): string {
  const values = series.filter((value) => value !== null);
  return values.length === 0 ? '' : t('max {0}', text(Math.max(...values)));
}

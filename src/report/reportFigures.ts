import type { PanelName } from '../domain/filterStanding';
import { standOfPanel } from '../domain/filterStanding';
import { leftOutText } from '../domain/standingText';
import { conditionsIn, ofHandlers } from '../protocol/trafficFilter';
import { escapeHtml, section } from '../domain/html';
import { joined, numberFormat, unknown } from '../domain/numberFormat';
import type { Quantile } from '../domain/histogram';
import { linearTicks, timeLabel, timeTicks } from '../domain/ticks';
import { timeFormat } from '../domain/timeFormat';
import {
  errorRate,
  errorRateAxis,
  isLogarithmic,
  latencyAxis,
  latencyValue,
  percentiles,
  perStep,
  requestsOfClass,
  statusClasses,
} from '../protocol/chartValues';
import type { ComparedPoint, TrafficPoint } from '../protocol/dashboardData';
import { interruptionsOf } from '../protocol/interruptions';
import { restartText, spanText } from '../protocol/interruptionText';
import type { Localize } from '../sentences/localize';
import { barChart, lineChart } from './reportCharts';
import type { TimeFrame } from './reportCharts';
import type { ReportFacts } from './reportFacts';

const mostTimeTicks = 8;

/** Traffic, latency and error rate over time, each under its heading and with the last value of each series. */
export function reportFigures(facts: ReportFacts, t: Localize): string {
  const frame = frameOf(facts, t);
  const leftOut = (name: PanelName, title: string): string | null => {
    const stand = standOfPanel(name, conditionsIn(facts.data.query.filter));
    const why = leftOutText(name, stand, t);
    return why === null ? null : section(title, `<p class="dim">${escapeHtml(why)}</p>`);
  };
  return [
    traffic(facts, frame, t),
    leftOut('latency', t('Latency')) ?? latency(facts, frame, t),
    leftOut('error-rate', t('Error rate')) ?? errors(facts, frame, t),
  ].join('\n');
}

function frameOf({ data, locale }: ReportFacts, t: Localize): TimeFrame {
  const { from, to, bucketSeconds } = data.query;
  const [numbers, times] = [numberFormat(locale), timeFormat(locale)];
  const { step, ticks } = timeTicks(from, to, mostTimeTicks);
  const { spans, restarts, marks } = interruptionsOf(data, false);
  return {
    ...{ from, to, bucketSeconds, restarts, marks },
    points: data.points,
    ticks: ticks.map((at) => ({ at, label: timeLabel(at, step, times) })),
    bands: spans.map((span) => ({
      from: span.from,
      to: span.to,
      label: spanText(span, numbers, t),
      isQuiet: span.kind === 'not_collected',
    })),
    restartLabel: (count) => restartText(count, t),
  };
}

function traffic({ data, locale }: ReportFacts, frame: TimeFrame, t: Localize): string {
  const { points } = data;
  const { count, shortCount } = numberFormat(locale);
  const highest = Math.max(0, ...points.map(({ requests }) => requests));
  const chart = barChart(t('Requests per step by status class'), frame, {
    ...linearTicks(highest, true),
    type: 'linear',
    label: shortCount,
  });
  const last = lastKnown(points);
  const keys = statusClasses
    .filter(
      (status) => status !== 'other' || points.some((point) => requestsOfClass(point, 'other') > 0),
    )
    .map((status) => {
      const value = last ? count(requestsOfClass(last, status)) : unknown;
      return squareKey(`s${status}`, status === 'other' ? t('other') : status, value);
    });
  const note = t('per {0}', perStep(data.query.bucketSeconds).slice(1));
  return figure(data.counted === 'failed' ? t('Failed requests') : t('Traffic'), note, keys, chart);
}

function latency({ data, locale }: ReportFacts, frame: TimeFrame, t: Localize): string {
  const { points, comparison } = data;
  const numbers = numberFormat(locale);
  const isHandler = ofHandlers(data.query.filter);
  const value = (quantile: Quantile | null): number | null =>
    quantile && latencyValue(data, quantile);
  const written = (quantile: Quantile | null | undefined): string =>
    quantile
      ? joined(isHandler ? numbers.handlerQuantile(quantile) : numbers.quantile(quantile))
      : unknown;
  const before = comparison?.points;
  const lines = [
    ...percentiles.map((name) => ({
      className: name,
      values: known(points, (point) => value(point[name])),
    })),
    ...(before ? [{ className: 'compared', values: known(before, ({ p95 }) => value(p95)) }] : []),
  ];
  const label = (at: number): string => joined(numbers.bound(at));
  const chart = lineChart(t('Latency'), frame, lines, { ...latencyAxis(data), label });
  const keys = [
    ...percentiles.map((name) =>
      lineKey(name, name, written(points.findLast((point) => point[name])?.[name])),
    ),
    ...(before
      ? [lineKey('compared', t('p95 before'), written(before.findLast(({ p95 }) => p95)?.p95))]
      : []),
  ];
  const note = [
    isHandler ? t('handler time') : t('whole requests'),
    ...(isLogarithmic(data) ? [t('log scale')] : []),
  ].join(', ');
  return figure(t('Latency'), note, keys, chart);
}

function errors(facts: ReportFacts, frame: TimeFrame, t: Localize): string {
  const { data, locale, errorRateThreshold: threshold } = facts;
  const { points, comparison } = data;
  const numbers = numberFormat(locale);
  const label = (value: number): string => `${numbers.plain(value * 100)}%`;
  const rates = known(points, errorRate);
  const before = comparison ? known(comparison.points, errorRate) : null;
  const lines = [
    { className: 'error', values: rates },
    ...(before ? [{ className: 'compared', values: before }] : []),
  ];
  const axis = { ...errorRateAxis(data, threshold), label, threshold };
  const chart = lineChart(t('Error rate'), frame, lines, axis);
  const written = (values: readonly (number | null)[]): string => {
    const last = values.findLast((value) => value !== null);
    return last == null ? unknown : joined(numbers.percent(last));
  };
  const keys = [
    lineKey('error', before ? t('This period') : t('Error rate'), written(rates)),
    ...(before ? [lineKey('compared', t('Compared period'), written(before))] : []),
    lineKey('threshold', t('Threshold {0}', label(threshold)), ''),
  ];
  return figure(t('Error rate'), '', keys, chart);
}

function known<Point extends ComparedPoint>(
  steps: readonly Point[],
  of: (point: Point) => number | null,
): (number | null)[] {
  return steps.map((point) => (point.coveredSeconds === 0 ? null : of(point)));
}

function lastKnown(points: readonly TrafficPoint[]): TrafficPoint | undefined {
  return points.findLast(({ coveredSeconds }) => coveredSeconds > 0);
}

function figure(title: string, note: string, keys: readonly string[], chart: string): string {
  const remark = note === '' ? '' : `<p class="dim">${escapeHtml(note)}</p>`;
  const legend = `<figcaption class="legend">${keys.join('')}</figcaption>`;
  return section(title, `${remark}<figure>${legend}${chart}</figure>`);
}

function squareKey(className: string, name: string, value: string): string {
  return key(`<rect class="${className}" width="10" height="10" x="3"/>`, name, value);
}

function lineKey(className: string, name: string, value: string): string {
  return key(`<polyline class="${className}" points="0,5 16,5"/>`, name, value);
}

function key(drawing: string, name: string, value: string): string {
  const picture = `<svg viewBox="0 0 16 10" aria-hidden="true">${drawing}</svg>`;
  const number = value === '' ? '' : ` <b>${escapeHtml(value)}</b>`;
  return `<span>${picture}${escapeHtml(name)}${number}</span>`;
}

import { joined, noBreak } from '../domain/numberFormat';
import type { NumberFormat } from '../domain/numberFormat';
import { errorRate, latencyValue } from './chartValues';
import type { Percentile } from './chartValues';
import type { ComparedTotals, DashboardCharts } from './dashboardData';
import { isRealVerdict } from './spanComparison';
import type { Verdict } from './spanComparison';
import { ofHandlers } from './trafficFilter';

/** How a number changed against the compared period; better and worse only where one of them is, and really so. */
export interface Change {
  readonly text: string;
  /** What both periods have where they can be compared, which is not always the whole range. */
  readonly is: string;
  readonly was: string;
  readonly judgement: 'better' | 'worse' | null;
  /** What the change is worth; null where that is not told. */
  readonly verdict: Verdict | null;
}

/** What there is in a second, beside what there was. */
export function rateChange(
  data: DashboardCharts,
  numbers: NumberFormat,
  count: (totals: ComparedTotals) => number,
  text: (totals: ComparedTotals) => string,
): Change | null {
  if (!data.comparison) return null;
  const { now, then } = data.comparison;
  const before = count(then) / then.coveredSeconds;
  if (!(before > 0)) return null;
  const after = count(now) / now.coveredSeconds;
  return {
    text: numbers.change(after / before - 1),
    is: text(now),
    was: text(then),
    judgement: null,
    verdict: null,
  };
}

/** The error rate beside what it was, in points. */
export function shareChange(data: DashboardCharts, numbers: NumberFormat): Change | null {
  const { comparison } = data;
  if (!comparison) return null;
  const [now, then] = [errorRate(comparison.now), errorRate(comparison.then)];
  if (now === null || then === null) return null;
  return {
    text: numbers.pointChange(now - then),
    is: joined(numbers.percent(now)),
    was: joined(numbers.percent(then)),
    ...judged(now - then, comparison.errorRate),
  };
}

/** A percentile beside what it was. */
export function quantileChange(
  data: DashboardCharts,
  numbers: NumberFormat,
  percentile: Percentile,
): Change | null {
  const { comparison } = data;
  if (!comparison) return null;
  const [now, then] = [comparison.now[percentile], comparison.then[percentile]];
  // Of what lies above every bucket only a limit is known, which cannot be compared.
  if (!now || !then || now.above || then.above || then.value === 0) return null;
  const isHandler = ofHandlers(data.query.filter);
  const text = isHandler ? numbers.handlerQuantile : numbers.quantile;
  const values = { is: joined(text(now)), was: joined(text(then)) };
  const difference = latencyValue(data, now) - latencyValue(data, then);
  // Handlers are timed in whole milliseconds: of one more or less nobody knows what share it is.
  if (isHandler && Math.abs(difference) <= 1) {
    const verdict = comparison.latency;
    return { text: wholeStep(difference, numbers), ...values, judgement: null, verdict };
  }
  const change = difference / latencyValue(data, then);
  return { text: numbers.change(change), ...values, ...judged(change, comparison.latency) };
}

/** `+1 ms`, `−1 ms`, `±0` */
function wholeStep(difference: number, numbers: NumberFormat): string {
  if (difference === 0) return `±${numbers.count(0)}`;
  return `${difference > 0 ? '+' : ''}${numbers.count(difference)}${noBreak}ms`;
}

/** Changes that are smaller are written as none. */
const least = 0.0005;

function judged(change: number, verdict: Verdict): Pick<Change, 'judgement' | 'verdict'> {
  if (Math.abs(change) < least || !isRealVerdict(verdict)) return { judgement: null, verdict };
  return { judgement: change < 0 ? 'better' : 'worse', verdict };
}

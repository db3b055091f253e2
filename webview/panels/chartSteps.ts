import { errorRate } from '../../src/protocol/chartValues';
import { joined, unknown } from '../../src/domain/numberFormat';
import type { ComparedPoint, TrafficPoint } from '../../src/protocol/dashboardData';
import type { LegendItem } from '../charts/legend';
import type { TooltipRow } from '../charts/tooltip';
import type { DashboardView } from '../dashboardView';
import { lineKey } from '../elements/marks';
import { t } from '../localize';

/** A step of which something is known; the last such for null. */
export function pointAt({ data }: DashboardView, step: number | null): TrafficPoint | undefined {
  if (step === null) return data.points.findLast((point) => point.coveredSeconds > 0);
  const point = data.points[step];
  return point && point.coveredSeconds > 0 ? point : undefined;
}

/** The compared period's step under the same one. */
export function comparedAt(
  { data }: DashboardView,
  step: number | null,
): ComparedPoint | undefined {
  const points = data.comparison?.points ?? [];
  const index = step ?? data.points.findLastIndex((point) => point.coveredSeconds > 0);
  const point = points[index];
  return point && point.coveredSeconds > 0 ? point : undefined;
}

/** A legend's entry of the compared period; shown where there is one. */
export function comparedItem(view: DashboardView, name: string, value: string): LegendItem {
  return {
    name,
    value,
    key: () => lineKey('key-compared'),
    shown: view.data.comparison !== null,
  };
}

/** A tooltip's row of the compared period, where there is one. */
export function comparedRow({ data }: DashboardView, name: string, value: string): TooltipRow[] {
  return data.comparison ? [{ name, value, note: '', key: () => lineKey('key-compared') }] : [];
}

/** A tooltip's row of how many requests there were. */
export function requestsRow(view: DashboardView, point: TrafficPoint | undefined): TooltipRow {
  const value = point ? view.numbers.count(point.requests) : unknown;
  const name = view.data.counted === 'failed' ? t('Failed requests') : t('Requests');
  return { name, value, note: '', key: null };
}

/** The share of a step's requests that failed. */
export function rateText(view: DashboardView, point: ComparedPoint | undefined): string {
  const rate = point ? errorRate(point) : null;
  return rate === null ? unknown : joined(view.numbers.percent(rate));
}

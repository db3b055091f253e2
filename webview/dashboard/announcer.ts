import { errorRate } from '../../src/protocol/chartValues';
import type { DashboardCharts } from '../../src/protocol/dashboardData';
import { joined } from '../../src/domain/numberFormat';
import type { NumberFormat } from '../../src/domain/numberFormat';
import { t } from '../localize';
import { element } from '../elements/dom';

/** The one line that screen readers hear: what a refresh changed, or what the crosshair is on. */
export class Announcer {
  readonly root = element('p', { class: 'visually-hidden', 'aria-live': 'polite' });

  say(text: string): void {
    this.root.textContent = text;
  }
}

/** What a refresh changed; null when there is nothing to tell. */
export function changeText(
  before: DashboardCharts | null,
  after: DashboardCharts,
  numbers: NumberFormat,
): string | null {
  const { requests } = after.summary;
  if (before && before.summary.requests === requests) return null;
  const rate = errorRate(after.summary);
  const count = numbers.count(requests);
  return rate === null
    ? t('Updated: {0} requests.', count)
    : t('Updated: {0} requests, error rate {1}.', count, joined(numbers.percent(rate)));
}

import type { DashboardData } from '../../src/protocol/dashboardData';
import { errorRate } from '../charts/chartView';
import { joined } from '../format';
import type { NumberFormat } from '../format';
import { element } from './dom';

/** The one line that screen readers hear: what a refresh changed, or what the crosshair is on. */
export class Announcer {
  readonly root = element('p', { class: 'visually-hidden', 'aria-live': 'polite' });

  say(text: string): void {
    this.root.textContent = text;
  }
}

/** What a refresh changed; null when there is nothing to tell. */
export function changeText(
  before: DashboardData | null,
  after: DashboardData,
  numbers: NumberFormat,
): string | null {
  const { requests } = after.summary;
  if (before && before.summary.requests === requests) return null;
  const rate = errorRate(after.summary);
  const share = rate === null ? '' : `, error rate ${joined(numbers.percent(rate))}`;
  return `Updated: ${numbers.count(requests)} requests${share}.`;
}

import { joined, numberFormat, unknown } from '../../domain/numberFormat';
import { timeSpent } from '../../domain/timePerRequest';
import type { TopEndpoint } from '../../protocol/readModels';
import type { Localize } from '../../sentences/localize';
import type { RowText } from '../surfaces/treeItem';
import { endpointLabel } from './labels';

/** An endpoint's row: `GET /api/users/:id`, `412 · 3.1% · p95 82 ms`. */
export function endpointText(row: TopEndpoint, locale: string, t: Localize): RowText {
  const label = endpointLabel(row, t);
  const numbers = numberFormat(locale);
  const requests = numbers.count(row.requests);
  const share = row.requests === 0 ? unknown : joined(numbers.percent(row.errors / row.requests));
  const p95 = row.p95 ? joined(numbers.handlerQuantile(row.p95)) : null;
  const average = row.averageMs === null ? unknown : joined(numbers.handlerAverage(row.averageMs));
  const spent = timeSpent(row);
  const rows: readonly (readonly [string, string])[] = [
    [t('Requests'), requests],
    [t('Errors'), `${numbers.count(row.errors)} (${share})`],
    [t('Average handler time'), average],
    [t('p95 of handler times'), p95 ?? unknown],
    [t('Time spent'), spent === null ? unknown : joined(numbers.milliseconds(spent))],
  ];
  return {
    label,
    description: [requests, share, p95 === null ? null : `p95 ${p95}`]
      .filter((part) => part !== null)
      .join(' · '),
    tooltip: [{ title: label }, { head: t('Last 24 hours'), rows }],
    spoken:
      p95 === null
        ? t('{0}, {1} requests, {2} errors', label, requests, share)
        : t('{0}, {1} requests, {2} errors, 95th percentile {3}', label, requests, share, p95),
  };
}

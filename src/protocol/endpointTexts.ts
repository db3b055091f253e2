import { joined, noBreak, unknown } from '../domain/numberFormat';
import type { NumberFormat } from '../domain/numberFormat';
import { timeSpent } from '../domain/timePerRequest';
import type { EndpointRow } from './dashboardData';

type ImpactRow = Pick<EndpointRow, 'requests' | 'averageMs' | 'injected'>;

/** Milliseconds that requests of an endpoint took, a second of collected time; null where that is not known. */
export function impactOf(row: ImpactRow, coveredSeconds: number): number | null {
  const spent = timeSpent(row);
  return coveredSeconds === 0 || spent === null ? null : spent / coveredSeconds;
}

/**
 * `2.1 ms/s`; `≈` where the server does not separate the delays of the path's methods. Where each request took less than
 * the log's whole millisecond, what they took at most: `< 0.2 ms/s`.
 */
export function impactText(row: ImpactRow, coveredSeconds: number, numbers: NumberFormat): string {
  const impact = impactOf(row, coveredSeconds);
  if (impact === null) return unknown;
  const most = Math.ceil((10 * row.requests) / coveredSeconds) / 10;
  return impact === 0
    ? `<${noBreak}${joined(numbers.milliseconds(most))}/s`
    : about(row, `${joined(numbers.milliseconds(impact))}/s`);
}

/** `+42 ms`, the average over all requests; `≈` as in impactText. */
export function delayText(row: Pick<EndpointRow, 'injected'>, numbers: NumberFormat): string {
  const { injected } = row;
  return injected === null
    ? unknown
    : about(row, `+${joined(numbers.milliseconds(injected.averageMs))}`);
}

function about({ injected }: Pick<EndpointRow, 'injected'>, text: string): string {
  return injected?.isShared ? `≈${noBreak}${text}` : text;
}

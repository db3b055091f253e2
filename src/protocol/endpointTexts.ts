import { joined, noBreak, unknown } from '../domain/numberFormat';
import type { NumberFormat } from '../domain/numberFormat';
import { timeSpent } from '../domain/timePerRequest';
import type { EndpointRow } from './dashboardData';

/** Milliseconds that requests of an endpoint took, a second of collected time; null where that is not known. */
export function impactOf(row: EndpointRow, coveredSeconds: number): number | null {
  const spent = timeSpent(row);
  return coveredSeconds === 0 || spent === null ? null : spent / coveredSeconds;
}

/** `2.1 ms/s`; `≈` where the server does not separate the delays of the path's methods. */
export function impactText(
  row: EndpointRow,
  coveredSeconds: number,
  numbers: NumberFormat,
): string {
  const impact = impactOf(row, coveredSeconds);
  return impact === null ? unknown : about(row, `${joined(numbers.milliseconds(impact))}/s`);
}

/** `+42 ms`, the average over all requests; `≈` as in impactText. */
export function delayText(row: EndpointRow, numbers: NumberFormat): string {
  const { injected } = row;
  return injected === null
    ? unknown
    : about(row, `+${joined(numbers.milliseconds(injected.averageMs))}`);
}

function about({ injected }: EndpointRow, text: string): string {
  return injected?.isShared ? `≈${noBreak}${text}` : text;
}

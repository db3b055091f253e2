import { equal } from 'node:assert/strict';
import { numberFormat } from '../../../src/domain/numberFormat';
import type { EndpointRow } from '../../../src/protocol/dashboardData';
import { impactText } from '../../../src/protocol/endpointTexts';

const numbers = numberFormat('en');

/** The impact of so many requests in 100 s, with a handler's average time. */
function impact(requests: number, averageMs: number | null, delayMs: number | null = null): string {
  const injected = delayMs === null ? null : { averageMs: delayMs, isShared: false };
  const row: Pick<EndpointRow, 'requests' | 'averageMs' | 'injected'> = {
    ...{ requests, averageMs, injected },
  };
  return impactText(row, 100, numbers).replaceAll('\u00a0', ' ');
}

describe('impactText', () => {
  it('is what handlers and injected delay took of each second', () => {
    equal(impact(50, 3), '1.5 ms/s');
    equal(impact(50, 0, 3), '1.5 ms/s');
    equal(impact(50, null), '–');
  });

  it('says what they took at most where each took less than a millisecond', () => {
    equal(impact(11, 0), '< 0.2 ms/s');
    equal(impact(10_000, 0), '< 100 ms/s');
  });
});

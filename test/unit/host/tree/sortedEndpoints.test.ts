import { deepEqual } from 'node:assert/strict';
import { endpointOrders, inOrder } from '../../../../src/host/tree/sortedEndpoints';
import type { EndpointOrderName } from '../../../../src/host/tree/sortedEndpoints';
import type { TopEndpoint } from '../../../../src/protocol/readModels';

function endpoint(name: string, numbers: Partial<TopEndpoint>): TopEndpoint {
  return {
    protocol: 'http',
    method: 'GET',
    endpoint: name,
    requests: 0,
    errors: 0,
    averageMs: null,
    timed: 0,
    p95: null,
    injected: null,
    statusCodes: [],
    ...numbers,
  };
}

const quantile = (value: number): TopEndpoint['p95'] => ({
  value,
  bucket: [0, value],
  above: false,
});

const endpoints = [
  endpoint('busy', { requests: 1000, errors: 20, averageMs: 1, p95: quantile(2) }),
  endpoint('broken', { requests: 10, errors: 9, averageMs: 5, p95: quantile(9) }),
  endpoint('slow', { requests: 100, averageMs: 50, p95: quantile(80) }),
  endpoint('untimed', { requests: 200 }),
];

describe('inOrder', () => {
  const expected: Readonly<Record<EndpointOrderName, readonly string[]>> = {
    requests: ['busy', 'untimed', 'slow', 'broken'],
    errors: ['busy', 'broken', 'slow', 'untimed'],
    errorRate: ['broken', 'busy', 'slow', 'untimed'],
    p95: ['slow', 'broken', 'busy', 'untimed'],
    impact: ['slow', 'busy', 'broken', 'untimed'],
  };
  for (const order of endpointOrders) {
    it(`has the endpoint with the most first, by ${order}`, () => {
      deepEqual(
        inOrder(endpoints, order).map((row) => row.endpoint),
        expected[order],
      );
    });
  }
});

import { deepEqual, equal } from 'node:assert/strict';
import type { OpenInterval, WaitingFault } from '../../../../src/collector/account/accountState';
import { claimFaults } from '../../../../src/collector/account/injectedFaults';
import { parseTrafficKey, trafficKeyText } from '../../../../src/domain/trafficKey';

function interval(from: number, errors: Readonly<Record<string, number>>): OpenInterval {
  const remaining = new Map(
    Object.entries(errors).map(([name, count]) => {
      const [method = '', status = ''] = name.split(' ');
      return [trafficKeyText({ protocol: 'http', method, status: Number(status) }), count] as const;
    }),
  );
  const to = from + 15_000;
  return {
    from,
    to,
    answeredAt: to,
    spread: false,
    remaining,
    latency: new Map(),
    entered: new Map(),
    logReads: 0,
  };
}

function fault(endpoint: string, count: number, type = 'http_error', from = 0): WaitingFault {
  return { type, endpoint, count, from, to: from + 15_000, waits: 0 };
}

const none = (): ReadonlySet<string> => new Set();

/** The claims as `endpoint method status count`. */
function claimed(
  intervals: readonly OpenInterval[],
  faults: readonly WaitingFault[],
  ...methodsOf: ((endpoint: string) => ReadonlySet<string>)[]
): string[] {
  return claimFaults(intervals, faults, methodsOf.length > 0 ? methodsOf : [none])
    .map(({ key, fault: { endpoint }, count }) => {
      const { method, status } = parseTrafficKey(key);
      return [endpoint, method, status, count].join(' ');
    })
    .sort();
}

describe('claimFaults', () => {
  it('keeps both margins: what the counters counted and what was injected', () => {
    const open = interval(0, { 'GET 500': 3, 'GET 503': 1 });
    const faults = [fault('/a', 2), fault('/b', 1)];
    const claims = claimFaults([open], faults, [none]);
    equal(
      claims.reduce((sum, { count }) => sum + count, 0),
      3,
    );
    deepEqual(
      faults.map(({ count }) => count),
      [0, 0],
    );
    equal(
      [...open.remaining.values()].reduce((sum, count) => sum + count, 0),
      1,
    );
  });

  it('takes only the statuses that a fault of its type answers with', () => {
    const open = interval(0, { 'GET 503': 1, 'GET 504': 1, 'GET 429': 1, 'GET 408': 1 });
    const faults = [
      fault('/a', 1, 'timeout'),
      fault('/b', 1, 'rate_limit'),
      fault('/c', 1, 'packet_loss'),
      fault('/d', 1, 'connection_error'),
    ];
    deepEqual(claimed([open], faults), [
      '/a GET 504 1',
      '/b GET 429 1',
      '/c GET 408 1',
      '/d GET 503 1',
    ]);
  });

  it('leaves an endpoint the methods that it takes', () => {
    const methods = (endpoint: string): ReadonlySet<string> =>
      new Set(endpoint === '/orders' ? ['POST'] : ['GET']);
    const open = interval(0, { 'GET 500': 1, 'POST 500': 1 });
    deepEqual(claimed([open], [fault('/users', 1), fault('/orders', 1)], methods), [
      '/orders POST 500 1',
      '/users GET 500 1',
    ]);
  });

  it('takes any method rather than leave a fault without its request', () => {
    const onlyPut = (): ReadonlySet<string> => new Set(['PUT']);
    deepEqual(claimed([interval(0, { 'GET 500': 1 })], [fault('/a', 1)], onlyPut), [
      '/a GET 500 1',
    ]);
  });

  it('takes no success, and nothing from an interval of another time', () => {
    deepEqual(claimed([interval(0, { 'GET 200': 1 })], [fault('/a', 1)]), []);
    deepEqual(claimed([interval(60_000, { 'GET 500': 1 })], [fault('/a', 1)]), []);
  });
});

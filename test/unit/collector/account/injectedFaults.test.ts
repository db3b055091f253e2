import { deepEqual, equal } from 'node:assert/strict';
import type { OpenInterval, WaitingFault } from '../../../../src/collector/account/accountState';
import { matchFaults } from '../../../../src/collector/account/injectedFaults';
import { emptyInterval } from '../../../../src/collector/account/openIntervals';
import { trafficKeyOf } from '../../../../src/domain/trafficKey';

/** The n-th interval of fifteen seconds, with errors by `METHOD status`. */
function interval(n: number, errors: Readonly<Record<string, number>>): OpenInterval {
  const [from, to] = [n * 15_000, (n + 1) * 15_000];
  const remaining = new Map(
    Object.entries(errors).map(([name, count]) => {
      const [method = '', status = ''] = name.split(' ');
      return [trafficKeyOf({ protocol: 'http', method, status: Number(status) }), count];
    }),
  );
  return { ...emptyInterval({ from, to, answeredAt: to, spread: false }), remaining };
}

function fault(endpoint: string, count: number, type = 'http_error', n = 0): WaitingFault {
  return { type, endpoint, count, from: n * 15_000, to: (n + 1) * 15_000, waits: 0 };
}

/** By endpoint: methods that the log has seen, and after a comma those that routes have. */
type Methods = Readonly<Record<string, string>>;

/** What is attributed to whom, as `endpoint METHOD status @ interval: count`, and what is plain no interval's and nobody's. */
function matched(
  intervals: readonly OpenInterval[],
  faults: readonly WaitingFault[],
  methods: Methods = {},
): { attributions: string[]; isWhole: boolean } {
  const { attributions, isWhole } = matchFaults(intervals, faults, (endpoint) => {
    const [seen, routed] = methods[endpoint]?.split(', ') ?? [];
    return { seen: seen?.split(' ') ?? [], routed: routed?.split(' ') ?? [] };
  });
  const names = attributions.map(({ interval: of, key, fault: { endpoint }, count, isPlain }) => {
    const [, method, status] = key.split('\t');
    return `${endpoint} ${method} ${status} @${of.from / 15_000}${isPlain ? '' : '?'}: ${count}`;
  });
  return { attributions: names.sort(), isWhole };
}

describe('matchFaults', () => {
  it('keeps both margins and takes nothing yet', () => {
    const open = interval(0, { 'GET 500': 3, 'GET 503': 1 });
    const faults = [fault('/a', 2), fault('/b', 1)];
    const { attributions, isWhole } = matchFaults([open], faults, () => ({ seen: [], routed: [] }));
    deepEqual(
      [faults.map(({ count }) => count), [...open.remaining.values()]],
      [
        [2, 1],
        [3, 1],
      ],
    );
    equal(
      attributions.reduce((sum, { count }) => sum + count, 0),
      3,
    );
    for (const { key, fault: of, count } of attributions) {
      of.count -= count;
      open.remaining.set(key, (open.remaining.get(key) ?? 0) - count);
    }
    deepEqual([faults.map(({ count }) => count), isWhole], [[0, 0], false]);
    const left = [...open.remaining.values()];
    equal(
      left.reduce((sum, count) => sum + count, 0),
      1,
    );
    equal(Math.min(...left) >= 0, true);
  });

  it('takes only the statuses that a fault of its type answers with', () => {
    const open = interval(0, { 'GET 503': 2, 'GET 504': 1, 'GET 429': 1, 'GET 408': 1 });
    const faults = [
      fault('/a', 1, 'timeout'),
      fault('/b', 1, 'rate_limit'),
      fault('/c', 1, 'packet_loss'),
      fault('/d', 1, 'connection_error'),
      fault('/e', 1, 'connection_limit'),
    ];
    deepEqual(matched([open], faults), {
      attributions: [
        '/a GET 504 @0: 1',
        '/b GET 429 @0: 1',
        '/c GET 408 @0: 1',
        '/d GET 503 @0: 1',
        '/e GET 503 @0: 1',
      ],
      isWhole: true,
    });
    deepEqual(matched([interval(0, { 'GET 500': 1 })], [fault('/a', 1, 'timeout')]), {
      attributions: [],
      isWhole: false,
    });
  });

  it('gives a fault of any status what one of few does not need', () => {
    const open = interval(0, { 'GET 504': 1, 'GET 500': 1 });
    deepEqual(matched([open], [fault('/a', 1), fault('/b', 1, 'timeout')]).attributions, [
      '/a GET 500 @0: 1',
      '/b GET 504 @0: 1',
    ]);
  });

  it('leaves an endpoint the methods that it takes', () => {
    const open = interval(0, { 'GET 500': 1, 'POST 500': 1, 'PURGE 500': 1 });
    const methods = { '/users': 'GET', '/orders': 'GET POST', '/cache': 'PURGE' };
    deepEqual(
      matched([open], [fault('/orders', 1), fault('/users', 1), fault('/cache', 1)], methods),
      {
        attributions: ['/cache PURGE 500 @0: 1', '/orders POST 500 @0: 1', '/users GET 500 @0: 1'],
        isWhole: true,
      },
    );
  });

  it('takes what the log has seen rather than what only the routes tell, and that before any other', () => {
    const open = interval(0, { 'GET 500': 2, 'POST 500': 1 });
    const methods = { '/a': 'GET, GET POST', '/b': 'GET POST, GET POST', '/c': 'GET, GET' };
    const faults = [fault('/a', 1), fault('/b', 1), fault('/c', 1)];
    deepEqual(matched([open], faults, methods).attributions, [
      '/a GET 500 @0: 1',
      '/b POST 500 @0: 1',
      '/c GET 500 @0: 1',
    ]);
    const others = [fault('/a', 1), fault('/c', 2)];
    deepEqual(matched([open], others, methods).attributions, [
      '/a POST 500 @0: 1',
      '/c GET 500 @0: 2',
    ]);
  });

  it('takes a method of an endpoint of which nothing is known rather than one that another does not take', () => {
    const open = interval(0, { 'GET 500': 1, 'POST 500': 1 });
    deepEqual(matched([open], [fault('/a', 1), fault('/b', 1)], { '/a': 'GET' }).attributions, [
      '/a GET 500 @0: 1',
      '/b POST 500 @0: 1',
    ]);
  });

  it('takes any method rather than leave a fault without its request, but not plainly', () => {
    deepEqual(matched([interval(0, { 'GET 500': 1 })], [fault('/a', 1)], { '/a': 'PUT' }), {
      attributions: ['/a GET 500 @0?: 1'],
      isWhole: true,
    });
  });

  it('takes what the same scrape counted, whatever method that has', () => {
    const intervals = [interval(0, { 'GET 500': 1 }), interval(1, { 'PUT 500': 1 })];
    const faults = [fault('/a', 1, 'http_error', 1), fault('/b', 1)];
    deepEqual(matched(intervals, faults, { '/a': 'GET', '/b': 'PUT' }).attributions, [
      '/a PUT 500 @1?: 1',
      '/b GET 500 @0?: 1',
    ]);
  });

  it('takes what a neighbouring scrape counted rather than leave a fault without its request', () => {
    const intervals = [interval(0, { 'GET 504': 1 }), interval(1, { 'GET 500': 1 })];
    const faults = [fault('/a', 1), fault('/b', 1, 'timeout', 1)];
    deepEqual(matched(intervals, faults).attributions, ['/a GET 500 @1?: 1', '/b GET 504 @0?: 1']);
  });

  it('takes no success, and nothing from an interval of another time', () => {
    deepEqual(matched([interval(0, { 'GET 200': 1 })], [fault('/a', 1)]).attributions, []);
    deepEqual(matched([interval(4, { 'GET 500': 1 })], [fault('/a', 1)]).attributions, []);
  });

  it('deals rare methods to who has most faults', () => {
    const open = interval(0, { 'GET 500': 3, 'PUT 503': 1 });
    const methods = { '/a': 'GET PUT', '/b': 'GET PUT', '/c': 'GET PUT' };
    const faults = [fault('/a', 1), fault('/b', 2), fault('/c', 1)];
    const dealt = ['/a GET 500 @0: 1', '/b GET 500 @0: 1', '/b PUT 503 @0: 1', '/c GET 500 @0: 1'];
    deepEqual(matched([open], faults, methods).attributions, dealt);
    deepEqual(matched([open], faults.reverse(), methods).attributions, dealt);
  });

  it('leaves to a read of ours what no other fault needs, and of that what is GET', () => {
    const ours = { ...fault('/ours', 1), ourMilliseconds: 5 };
    const methods = { '/ours': 'GET' };
    const both = interval(0, { 'GET 500': 1, 'POST 500': 1 });
    deepEqual(matched([both], [ours, fault('/a', 1)], methods).attributions, [
      '/a POST 500 @0: 1',
      '/ours GET 500 @0: 1',
    ]);
    deepEqual(
      matched([interval(0, { 'GET 500': 1 })], [ours, fault('/a', 1)], methods).attributions,
      ['/a GET 500 @0: 1'],
    );
    deepEqual(matched([interval(0, { 'POST 500': 1 })], [ours], methods).attributions, []);
  });
});

import { deepEqual, equal, notEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { isErrorStatus, isProtocol, protocols, protocolTitle } from '../../../src/domain/protocol';
import {
  endpointOf,
  latencyKeyOf,
  parseLatencyKey,
  parseTrafficKey,
  trafficKeyOf,
  withEndpoint,
  withoutEndpoint,
  withoutStatus,
} from '../../../src/domain/trafficKey';

const method = fc.option(
  fc.oneof(
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.constantFrom('\t', '\\', '\\t', 'G\tT', '__proto__', 'constructor'),
  ),
);
const key = fc.record(
  { protocol: fc.constantFrom(...protocols), method, status: fc.option(fc.nat(999)) },
  { noNullPrototype: true },
);

describe('trafficKeyOf', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(key, (some) => {
        deepEqual(parseTrafficKey(trafficKeyOf(some)), some);
        const { protocol, method: operation } = some;
        deepEqual(parseLatencyKey(trafficKeyOf(some)), { protocol, method: operation });
        deepEqual(parseLatencyKey(latencyKeyOf(some)), { protocol, method: operation });
      }),
      { seed: 1 },
    );
  });

  it('differs where a key does', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        if (JSON.stringify(a) === JSON.stringify(b)) return;
        notEqual(trafficKeyOf(a), trafficKeyOf(b));
      }),
      { seed: 1 },
    );
  });

  it('lets no tab of a method tear it apart', () => {
    const torn = { protocol: 'http', method: 'G\tT', status: 200 } as const;
    deepEqual(parseTrafficKey(trafficKeyOf(torn)), torn);
    equal(withoutStatus(trafficKeyOf(torn)), latencyKeyOf(torn));
  });
});

describe('a key with an endpoint', () => {
  it('is the key again without it, whatever the two hold', () => {
    fc.assert(
      fc.property(key, fc.string({ unit: 'binary' }), (some, endpoint) => {
        const named = withEndpoint(trafficKeyOf(some), endpoint);
        equal(withoutEndpoint(named), trafficKeyOf(some));
        equal(endpointOf(named), endpoint);
        deepEqual(parseTrafficKey(named), some);
      }),
    );
  });

  it('is of another kind than one without, than one of latency, and than a text', () => {
    const traffic = trafficKeyOf({ protocol: 'http', method: 'GET', status: 200 });
    const latency = withoutStatus(traffic);
    // @ts-expect-error It has no endpoint.
    equal(endpointOf(traffic), '200');
    // @ts-expect-error It has no status.
    equal(parseTrafficKey(latency).method, 'GET');
    // @ts-expect-error The endpoint is not the status.
    equal(withoutStatus(withEndpoint(latency, '/a')), latency);
    // @ts-expect-error Nobody knows what its fields are.
    equal(parseTrafficKey(String(traffic)).status, 200);
  });
});

describe('protocols', () => {
  it('are told from names that every object has', () => {
    deepEqual(['http', 'amqp', 'toString', 'constructor', '', 'HTTP'].map(isProtocol), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    equal(protocolTitle('graphql'), 'GraphQL');
    equal(protocolTitle('valueOf'), 'valueOf');
  });

  it('have errors of their own', () => {
    const failed = (['http', 'graphql', 'grpc', 'websocket'] as const).map((protocol) =>
      [null, 0, 1, 200, 201, 399, 400, 503].filter((status) => isErrorStatus(protocol, status)),
    );
    deepEqual(failed, [
      [400, 503],
      [0, 1, 201, 399, 400, 503],
      [1, 200, 201, 399, 400, 503],
      [400, 503],
    ]);
  });
});

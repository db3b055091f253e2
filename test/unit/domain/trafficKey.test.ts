import { deepEqual, equal, notEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { isErrorStatus, isProtocol, protocols, protocolTitle } from '../../../src/domain/protocol';
import {
  latencyKeyText,
  parseLatencyKey,
  parseTrafficKey,
  trafficKeyText,
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

describe('trafficKeyText', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(key, (some) => {
        deepEqual(parseTrafficKey(trafficKeyText(some)), some);
        const { protocol, method: operation } = some;
        deepEqual(parseLatencyKey(trafficKeyText(some)), { protocol, method: operation });
        deepEqual(parseLatencyKey(latencyKeyText(some)), { protocol, method: operation });
      }),
      { seed: 1 },
    );
  });

  it('differs where a key does', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        if (JSON.stringify(a) === JSON.stringify(b)) return;
        notEqual(trafficKeyText(a), trafficKeyText(b));
      }),
      { seed: 1 },
    );
  });

  it('lets no tab of a method tear it apart', () => {
    const torn = { protocol: 'http', method: 'G\tT', status: 200 } as const;
    deepEqual(parseTrafficKey(trafficKeyText(torn)), torn);
    equal(withoutStatus(trafficKeyText(torn)), latencyKeyText(torn));
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

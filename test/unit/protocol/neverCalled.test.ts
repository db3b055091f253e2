import { deepEqual } from 'node:assert/strict';
import type { Condition } from '../../../src/domain/condition';
import type { ContractCoverage, OperationCoverage } from '../../../src/protocol/contractCoverage';
import { neverCalledOf } from '../../../src/protocol/neverCalled';

function operation(
  method: string,
  path: string,
  ...seen: OperationCoverage['seen']
): OperationCoverage {
  return {
    ...{ method, path: `/v1${path}`, endpoint: path, operationId: null, deprecated: false },
    ...{ documents: ['api.yaml'], state: 'never', declared: ['200'], seen },
  };
}

const coverage: ContractCoverage = {
  operations: { total: 3, covered: 0, partly: 0, never: 3, deprecated: 0, notCounted: 1 },
  statuses: { declared: 3, seen: 0, seenByFaultOnly: 0 },
  ...{ undeclared: [], unknown: [] },
  list: [
    operation('GET', '/a'),
    operation('GET', '/b', { status: 500, requests: 1, injected: 1 }),
    operation('POST', '/a'),
    { ...operation('GET', '/health'), state: 'notCounted' },
  ],
};

function about(method: string, endpoint: string, isExcluded = false): Condition {
  return { kind: 'endpoint', protocol: 'http', method, endpoint, isExcluded };
}

describe('what was never called of documents', () => {
  const told = (...conditions: Condition[]): unknown => {
    const { routeCount, routes } = neverCalledOf(coverage, conditions);
    return [routeCount, ...routes.map(({ method, endpoint }) => `${method} ${endpoint}`)];
  };

  it('is what no request met, by its stored name, with the documents that define it', () => {
    deepEqual(told(), [3, 'GET /a', 'POST /a']);
    deepEqual(neverCalledOf(coverage, []).routes[0], {
      ...{ method: 'GET', endpoint: '/a', documents: ['api.yaml'] },
    });
  });

  it('follows conditions on endpoints', () => {
    deepEqual(told(about('POST', '/a')), [1, 'POST /a']);
    deepEqual(told(about('GET', '/b')), [1]);
    deepEqual(told(about('GET', '/a', true)), [2, 'POST /a']);
  });
});

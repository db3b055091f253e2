import { deepEqual, equal } from 'node:assert/strict';
import { contractCoverage } from '../../../../src/definition/contractCoverage';
import type { ApiNode } from '../../../../src/host/tree/apiRows';
import {
  apiText,
  neverCalledNodes,
  notDefinedNodes,
  statusMark,
  unseenNodes,
} from '../../../../src/host/tree/apiRows';
import type {
  OperationCoverage,
  UndefinedOperation,
} from '../../../../src/protocol/contractCoverage';
import type { CalledApi, NeverCalled } from '../../../../src/protocol/neverCalled';
import { english } from '../../../../src/sentences/localize';

const operation: OperationCoverage = {
  ...{ method: 'GET', path: '/a/{id}', endpoint: '/a/:id', operationId: null, deprecated: false },
  ...{ documents: ['api.yaml'], state: 'partly', declared: ['200', '404', '503', '5XX'] },
  seen: [
    { status: 200, requests: 2, injected: 0 },
    { status: 302, requests: 2, injected: 0 },
    { status: 503, requests: 2, injected: 2 },
  ],
};

function told(never: NeverCalled | null): unknown {
  return toldOf(neverCalledNodes({ coverage: null, never, notDefined: null }));
}

function toldOf(nodes: readonly ApiNode[]): unknown {
  return nodes.map((node) => {
    const { label, description, spoken } = apiText(node, 'en', english);
    return [node.kind, label, description, spoken];
  });
}

describe('rows of what was not called', () => {
  it('are the operations, each with its documents or that the server lists it', () => {
    const routes = [
      { method: 'GET', endpoint: '/a/:id', documents: ['api.yaml', 'b.json'] },
      { method: 'POST', endpoint: '/a', documents: [] },
    ];
    deepEqual(told({ routeCount: 3, routes }), [
      ['uncalled', 'GET /a/:id', 'api.yaml, b.json', 'GET /a/:id, api.yaml, b.json'],
      ['uncalled', 'POST /a', 'listed by the server', 'POST /a, listed by the server'],
    ]);
  });

  it('say where everything was called, and where no API is known', () => {
    const all = 'Every operation was called';
    deepEqual(told({ routeCount: 3, routes: [] }), [['allCalled', all, '', all]]);
    const choose = 'Choose API Documents...';
    deepEqual(told(null), [['noDocuments', choose, '', choose]]);
  });

  it('tell behind them which operations are not counted', () => {
    const list = [operation, { ...operation, path: '/health', state: 'notCounted' as const }];
    const coverage = contractCoverage([], [], []);
    const called = { coverage: { ...coverage, list }, notDefined: [] };
    const all = 'Every operation was called';
    const nodes = neverCalledNodes({ ...called, never: { routeCount: 1, routes: [] } });
    deepEqual(toldOf(nodes), [
      ['allCalled', all, '', all],
      ['notCounted', 'GET /health', 'not counted', 'GET /health, not counted'],
    ]);
  });

  it('are the statuses that an operation declares and injected faults alone gave, or nothing', () => {
    deepEqual(
      unseenNodes(operation).map((node) => apiText(node, 'en', english).label),
      ['404 Not Found', '503 Service Unavailable', '5XX'],
    );
  });

  it('mark answers that are not declared or that injected faults gave', () => {
    equal(statusMark(operation, 200, english), null);
    equal(statusMark(operation, 302, english), 'not declared');
    equal(statusMark(operation, 503, english), 'injected');
    equal(statusMark(operation, null, english), null);
  });
});

describe('rows of what no document defines', () => {
  const told = (notDefined: CalledApi['notDefined']): unknown =>
    toldOf(notDefinedNodes({ coverage: null, never: null, notDefined }));
  const missing: UndefinedOperation = {
    ...{ method: 'GET', path: '/shops/{shopId}', endpoint: '/shops/4', paths: 2 },
    seen: [
      { status: 404, requests: 1200, injected: 0 },
      { status: 500, requests: 2, injected: 2 },
    ],
    isCreatable: true,
  };

  it('are likely templates, with their requests and statuses', () => {
    const one = { ...missing, method: 'PUT', seen: [{ status: 405, requests: 1, injected: 0 }] };
    deepEqual(told([missing, one]), [
      [
        ...['undefined', 'GET /shops/{shopId}', '1,202 requests · 404, 500'],
        'GET /shops/{shopId}, 1,202 requests · 404, 500',
      ],
      [
        ...['undefined', 'PUT /shops/{shopId}', '1 request · 405'],
        'PUT /shops/{shopId}, 1 request · 405',
      ],
    ]);
  });

  it('lead to the endpoint with most of the requests, and create what a document can have', () => {
    const nodes = notDefinedNodes({
      ...{ coverage: null, never: null },
      notDefined: [missing, { ...missing, isCreatable: false }],
    });
    deepEqual(
      nodes.map((node) => node.kind === 'undefined' && [node.endpoint, node.creates]),
      [
        [
          { protocol: 'http', method: 'GET', endpoint: '/shops/4' },
          { method: 'GET', path: '/shops/{shopId}', statuses: [404] },
        ],
        [{ protocol: 'http', method: 'GET', endpoint: '/shops/4' }, null],
      ],
    );
  });

  it('say where everything is defined, and where no API is known', () => {
    const all = 'Every request has an operation';
    deepEqual(told([]), [['allDefined', all, '', all]]);
    const choose = 'Choose API Documents...';
    deepEqual(told(null), [['noDocuments', choose, '', choose]]);
  });
});

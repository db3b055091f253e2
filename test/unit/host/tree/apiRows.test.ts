import { deepEqual, equal } from 'node:assert/strict';
import {
  apiText,
  neverCalledNodes,
  statusMark,
  unseenNodes,
} from '../../../../src/host/tree/apiRows';
import type { OperationCoverage } from '../../../../src/protocol/contractCoverage';
import type { NeverCalled } from '../../../../src/protocol/neverCalled';
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
  return neverCalledNodes({ coverage: null, never }).map((node) => {
    const { label, description, spoken } = apiText(node, english);
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

  it('are the statuses that an operation declares and injected faults alone gave, or nothing', () => {
    deepEqual(
      unseenNodes(operation).map((node) => apiText(node, english).label),
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

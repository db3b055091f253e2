import { deepEqual, equal } from 'node:assert/strict';
import { withoutPrefix } from '../../../src/definition/matchOperations';
import { undefinedOperations } from '../../../src/definition/undefinedOperations';
import type { EndpointAnswers } from '../../../src/protocol/answers';

function answers(
  method: string,
  endpoint: string,
  ...counts: readonly (readonly [status: number, requests: number, injected?: number])[]
): EndpointAnswers {
  const statuses = counts.map(([status, requests, injected = 0]) => ({
    ...{ status, requests, injected },
  }));
  return { method, endpoint, statuses };
}

describe('undefined operations', () => {
  it('are what no document defines, by template and method, with all of its answers', () => {
    const all = [
      answers('GET', '/users', [200, 90]),
      answers('GET', '/carts/:id', [404, 2], [500, 1, 1]),
      answers('GET', '/carts/{cartId}', [200, 1], [404, 4]),
      answers('PUT', '/carts/:id', [404, 1]),
      answers('PURGE', '/health', [405, 50]),
      answers('GET', '(other)', [404, 3]),
    ];
    const unknown = all
      .slice(1)
      .map(({ method, endpoint: path }) => ({ method, path, requests: 1 }));
    const carts = { path: '/carts/{cartId}', isCreatable: true };
    deepEqual(undefinedOperations(all, unknown), [
      {
        ...{ method: 'PURGE', path: '/health', endpoint: '/health', paths: 1, isCreatable: false },
        seen: [{ status: 405, requests: 50, injected: 0 }],
      },
      {
        ...{ method: 'GET', ...carts, endpoint: '/carts/{cartId}', paths: 2 },
        seen: [
          { status: 200, requests: 1, injected: 0 },
          { status: 404, requests: 6, injected: 0 },
          { status: 500, requests: 1, injected: 1 },
        ],
      },
      {
        ...{ method: 'PUT', ...carts, endpoint: '/carts/:id', paths: 1 },
        seen: [{ status: 404, requests: 1, injected: 0 }],
      },
      {
        ...{ method: 'GET', path: '(other)', endpoint: '(other)', paths: 1, isCreatable: false },
        seen: [{ status: 404, requests: 3, injected: 0 }],
      },
    ]);
  });
});

describe('a path without its prefix', () => {
  const operation = { method: 'GET', path: '/users/{id}', operationId: null };
  const at = (endpoint: string): string =>
    withoutPrefix('/v1/carts/{id}', ['', '/v2'], {
      operations: [operation],
      endpoints: [{ method: 'GET', endpoint }],
    });

  it('is behind that of the operations', () => {
    equal(at('/v1/users/:id'), '/carts/{id}');
    equal(at('/users/:id'), '/v1/carts/{id}');
    equal(at('/v/users/:id'), '/v1/carts/{id}');
  });

  it('is behind one that the document names, where there is no operation', () => {
    const none = { operations: [], endpoints: [] };
    equal(withoutPrefix('/v1/carts', ['/v2', '/v1'], none), '/carts');
    equal(withoutPrefix('/carts', ['/v2', '/v1'], none), '/carts');
  });
});

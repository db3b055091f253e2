import { deepEqual, equal } from 'node:assert/strict';
import * as fc from 'fast-check';
import { templateName } from '../../../src/domain/endpointName';
import { selectionOf } from '../../../src/budgets/selectionOf';
import { selectableName, selects } from '../../../src/domain/endpointSelection';

describe('a selection of endpoints', () => {
  for (const [text, method, endpoint, isSelected] of [
    ['GET /api/users', 'GET', '/api/users', true],
    ['GET /api/users', 'POST', '/api/users', false],
    ['get /api/users', 'GET', '/api/users', true],
    ['/api/users', 'POST', '/api/users', true],
    ['/api/users', null, '/api/users', true],
    ['query /graphql', 'query', '/graphql', true],
    ['/api/users/{id}', 'GET', '/api/users/:userId', true],
    ['/api/users/:id', 'GET', '/api/users/:userId', true],
    ['/api/users/{user-id}', 'GET', '/api/users/:id', true],
    ['/api/users/{id}', 'GET', '/api/users/me', false],
    ['/api/users/{id}.json', 'GET', '/api/users/:id.json', true],
    ['/api/users/{id}.json', 'GET', '/api/users/:id.xml', false],
    ['/files/{*path}', 'GET', '/files/*rest', true],
    ['/files/*path', 'GET', '/files/*rest', true],
    ['/v1/models:count', 'GET', '/v1/models:list', false],
    ['/api/*', 'GET', '/api/users/:id', true],
    ['/api/*', 'GET', '/api', false],
    ['/api/*', 'GET', '/apis', false],
    ['DELETE /api/*', 'GET', '/api/users', false],
    ['/users/{id}/*', 'GET', '/users/:userId/orders', true],
    ['/files/*', 'GET', '/files/*rest', true],
    ['/*', 'GET', null, false],
    ['*', 'GET', null, true],
    ['*', null, '(other)', true],
    ['GET *', 'POST', '/a', false],
  ] as const) {
    it(`${text} ${isSelected ? 'means' : 'does not mean'} ${method} ${endpoint}`, () => {
      const selection = selectionOf(text);
      equal(
        selection && selects(selection, { method, name: selectableName(endpoint) }),
        isSelected,
      );
    });
  }

  it('is not read from what is no template', () => {
    const wrong = ['', 'api', 'GET', '/a b', '/a*', '/*/a', '**', '/a/**', 'GET  ', '{*a}'];
    deepEqual(
      wrong.filter((text) => selectionOf(text) !== null),
      [],
    );
  });

  it('means an endpoint by the template that it is stored under', () => {
    const segment = fc.oneof(
      fc.stringMatching(/^[a-z.-]{1,6}$/),
      fc.stringMatching(/^\{[a-z]{1,4}\}$/),
    );
    const path = fc.array(segment, { minLength: 1 }).map((segments) => `/${segments.join('/')}`);
    fc.assert(
      fc.property(path, (template) => {
        const selection = selectionOf(`GET ${template}`);
        const own = { method: 'GET', name: selectableName(templateName(template)) };
        equal(selection && selects(selection, own), true);
      }),
    );
  });
});

import { equal } from 'node:assert/strict';
import { isTemplate, normalizePath, templateName } from '../../../src/domain/endpointName';
import { RouteTable } from '../../../src/domain/routeTable';

describe('normalizePath', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['/api/users/7', '/api/users/:id'],
    ['/api/users/-7', '/api/users/:id'],
    ['/api/users/8b0c1f2e-1111-4222-8333-444455556666', '/api/users/:id'],
    ['/api/users/8B0C1F2E-1111-4222-8333-444455556666/x', '/api/users/:id/x'],
    ['/blobs/123456789', '/blobs/:id'],
    ['/blobs/deadbeef0', '/blobs/:id'],
    ['/blobs/deadbeef', '/blobs/deadbeef'],
    ['/orders/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/orders/:id'],
    ['/orders/01ARZ3NDEKTSV4RRFFQ69G5FAU', '/orders/01ARZ3NDEKTSV4RRFFQ69G5FAU'],
    ['/reports/2026-01-05', '/reports/:id'],
    ['/reports/2026-01-05T12:00:00Z', '/reports/:id'],
    ['/reports/2026-01', '/reports/2026-01'],
    ['/v2/users', '/v2/users'],
    ['/users/7?expand=all', '/users/:id'],
    ['/', '/'],
    ['', ''],
    ['/7/', '/:id/'],
  ];
  for (const [path, expected] of cases) {
    it(`${path || 'nothing'} is ${expected || 'nothing'}`, () => {
      equal(normalizePath(path), expected);
    });
  }
});

describe('templateName', () => {
  it('writes a parameter with a colon and a wildcard with a star, and keeps their names', () => {
    equal(templateName('/api/orders/{orderId}/items/{id}'), '/api/orders/:orderId/items/:id');
    equal(templateName('/files/{*path}'), '/files/*path');
    equal(templateName('/files/{name}.json'), '/files/:name.json');
    equal(templateName('/plain'), '/plain');
  });

  it('leaves alone what is no parameter', () => {
    equal(templateName('/a/{}'), '/a/{}');
    equal(templateName('/a/{b'), '/a/{b');
    equal(isTemplate('/a/b'), false);
  });
});

describe('RouteTable', () => {
  const table = new RouteTable(
    [
      '/api/{kind}/{id}',
      '/api/users/{id}',
      '/api/users/me',
      '/api/{kind}/latest',
      '/files/{*path}',
      '/',
    ].map((template) => ({ method: 'GET', template })),
  );

  const cases: readonly (readonly [string, string, string])[] = [
    ['a literal path', '/api/users/me', '/api/users/me'],
    ['the route with most literal segments', '/api/users/7', '/api/users/:id'],
    ['any kind', '/api/boats/7', '/api/:kind/:id'],
    ['a literal behind a parameter', '/api/boats/latest', '/api/:kind/latest'],
    ['a wildcard over segments', '/files/a/b/c.txt', '/files/*path'],
    ['no wildcard without a segment', '/files', '/files'],
    ['no empty parameter', '/api/users/', '/api/users/'],
    ['no longer path', '/api/users/7/posts', '/api/users/:id/posts'],
    ['the root', '/', '/'],
    ['a path with a query', '/api/users/7?x=/1', '/api/users/:id'],
    ['a template of the log as it is', '/api/orders/{orderId}', '/api/orders/:orderId'],
    ['an unknown path normalised', '/nope/4076', '/nope/:id'],
  ];
  for (const [what, path, expected] of cases) {
    it(`names ${what}: ${path} is ${expected}`, () => {
      equal(table.nameOf(path), expected);
    });
  }
});

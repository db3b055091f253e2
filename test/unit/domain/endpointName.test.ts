import { doesNotMatch, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { isTemplate, normalizePath, templateName } from '../../../src/domain/endpointName';
import { RouteTable } from '../../../src/domain/routeTable';
import { hostileStrings } from '../../security/hostileStrings';

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
    ['', '/'],
    ['?x=1', '/'],
    ['/7/', '/:id/'],
    ['*', '*'],
    ['127.0.0.1:443', '127.0.0.1:443'],
    ['http://user:secret@127.0.0.1:3000/api/users/7?x=1', '/api/users/:id'],
    ['http://127.0.0.1:3000', '/'],
    ['//a//7/./..', '//a//:id/./..'],
    ['api/users', 'api/users'],
    ['/caf%C3%A9/%31/%e9%00', '/caf%C3%A9/%31/%e9%00'],
    ['/a\tb\n\r\u2028\u0001', '/a\tb\n\r\u2028\u0001'],
    ['/a\0b/\ud800/😀', '/a\ufffdb/\ufffd/😀'],
    ['/find/{"name":"word1"}', '/find/{"name":"word1"}'],
    ['/{}/{/}/{{id}}/{id}}', '/{}/{/}/{{id}}/{id}}'],
    ['/:id/{id}.json', '/:id/{id}.json'],
    [`/${'x'.repeat(100_000)}`, `/${'x'.repeat(998)}…`],
    [`/${'x'.repeat(997)}😀y`, `/${'x'.repeat(997)}\ufffd…`],
  ];
  for (const [path, expected] of cases) {
    it(`${JSON.stringify(path).slice(0, 60)} is ${JSON.stringify(expected).slice(0, 60)}`, () => {
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
  });
});

describe('isTemplate', () => {
  it('knows a router by its spelling: whole segments, with an identifier for a name', () => {
    for (const path of ['/hello/{name}', '/{_a1}/b/{*path}', '/{id}/7', '{id}']) {
      equal(isTemplate(path), true, path);
    }
    const raw = [
      '/a/b',
      '',
      '/find/{"name":"word1"}',
      '/find/{"name":"word1"}/{id}',
      '/{id}.json',
      '/{}',
      '/{*}',
      '/{**a}',
      '/{1a}',
      '/{a-b}',
      '/{é}',
      '/{a b}',
      '/{id}\n',
      '/{{id}}',
      '/{id',
      '/id}',
      '/{a/b}',
    ];
    for (const path of raw) equal(isTemplate(path), false, path);
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
      '/pages/{page-id}',
      '/pages/{name}.html',
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
    ['a template that another route would match', '/api/{kind}/{own}', '/api/:kind/:own'],
    [
      'a template of the list, whatever its parameter is called',
      '/pages/{page-id}',
      '/pages/:page-id',
    ],
    ['a parameter with text around it', '/pages/start.html', '/pages/:name.html'],
    ['no parameter without text of its own', '/pages/.html', '/pages/:page-id'],
    ['a path in absolute form', 'http://127.0.0.1:3000/api/users/me', '/api/users/me'],
    ['a raw path with braces as it is', '/find/{"name":"word1"}', '/find/{"name":"word1"}'],
    ['braces that fill a parameter', '/api/users/{"id":7}', '/api/users/:id'],
    ['an unknown path normalised', '/nope/4076', '/nope/:id'],
  ];
  for (const [what, path, expected] of cases) {
    it(`names ${what}: ${path} is ${expected}`, () => {
      equal(table.nameOf(path), expected);
    });
  }
});

describe('RouteTable: any path', () => {
  const table = new RouteTable([{ method: 'GET', template: '/api/users/{id}' }]);
  const path = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('/', '{', '}', '*', 'a', '7', '?', ':', '\t', '\0', '\ud800'),
    }),
    fc.constantFrom(...hostileStrings),
  );

  it('has a name that can be stored, and is named alike by that name', () => {
    fc.assert(
      fc.property(path, (some) => {
        const name = table.nameOf(some);
        doesNotMatch(name, /\p{Surrogate}/u);
        match(name, /^[^\0]{1,1000}$/s);
      }),
    );
  });

  it('is shown as it is where nothing in it is a parameter or an id', () => {
    const plain = fc.string({
      unit: fc.constantFrom('/', '{"', '"}', 'a', '.', '%7B', '\t', '\\', ':'),
    });
    fc.assert(
      fc.property(plain, (some) => {
        equal(table.nameOf(`/x${some}`), `/x${some}`);
      }),
    );
  });
});

describe('RouteTable: any routes', () => {
  const template = fc
    .array(fc.constantFrom('a', 'b', '', '{x}', '{y}.html', 'v{z}', '{*rest}'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((segments) => `/${segments.join('/')}`);
  const path = fc
    .array(fc.constantFrom('a', 'b', '', '7', 'a.html', 'v1'), { minLength: 1, maxLength: 5 })
    .map((segments) => `/${segments.join('/')}`);
  const nameBy = (templates: readonly string[], some: string): string =>
    new RouteTable(templates.map((one) => ({ method: 'GET', template: one }))).nameOf(some);

  it('name a path by the one of those that match it which comes before each of the others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(template, { maxLength: 6 }), path, (templates, some) => {
        const matching = templates.filter((one) => nameBy([one], some) === templateName(one));
        const winners = matching.filter((one) =>
          matching.every((other) => {
            const two = templates.filter((each) => each === one || each === other);
            return nameBy(two, some) === templateName(one);
          }),
        );
        const expected = winners[0] === undefined ? normalizePath(some) : templateName(winners[0]);
        equal(nameBy(templates, some), expected);
      }),
    );
  });
});

import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { likelyTemplates } from '../../../src/definition/likelyTemplates';

function templates(...endpoints: string[]): string[] {
  return likelyTemplates(endpoints.map((endpoint) => ({ endpoint }))).map(
    ({ template }) => template,
  );
}

describe('likely templates', () => {
  it('have parameters where ids, dates and tokens stand, called after what is before them', () => {
    assert.deepEqual(templates('/api/orders/17', '/api/orders/:id'), ['/api/orders/{orderId}']);
    const ids = [
      '123e4567-e89b-42d3-a456-426614174000',
      '3fa85f64',
      '2024-01-15',
      '2024-01',
      'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
      '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      '{orderId}',
    ];
    for (const id of ids) assert.deepEqual(templates(`/orders/${id}`), ['/orders/{orderId}'], id);
    for (const word of ['me', 'v1', 'sha-256', 'deadbeef', 'cafe', 'report.json', 'top10']) {
      assert.deepEqual(templates(`/orders/${word}`), [`/orders/${word}`]);
    }
    assert.deepEqual(templates('/users/:userId/line-items/3/4'), [
      '/users/{userId}/line-items/{lineItemId}/{lineItemId2}',
    ]);
    assert.deepEqual(
      templates('/categories/1', '/boxes/1', '/address/1', '/news/1', '/v1/1', '/1', '/'),
      [
        ...['/categories/{categoryId}', '/boxes/{boxId}', '/address/{addressId}'],
        ...['/news/{newId}', '/v1/{id}', '/{id}', '/'],
      ],
    );
  });

  it('take what a route calls its parameter', () => {
    assert.deepEqual(templates('/users/:id', '/users/:login', '/files/*path'), [
      ...['/users/{login}', '/files/{path}'],
    ]);
  });

  it('have parameters where very many values came, or several that only their number tells apart', () => {
    const names = Array.from(
      { length: 20 },
      (_, i) => `/users/${'abcdefghijklmnopqrst'[i] ?? ''}x`,
    );
    assert.deepEqual(templates(...names), ['/users/{userId}']);
    assert.deepEqual(templates(...names.slice(1)), names.slice(1));
    assert.deepEqual(templates(...names.map((name) => `${name}/orders`)), [
      '/users/{userId}/orders',
    ]);
    assert.deepEqual(templates('/users/ord-1', '/users/ord-22', '/users/inv-1'), [
      ...['/users/{userId}', '/users/inv-1'],
    ]);
    // The beginnings of an API are no values.
    const resources = names.map((name) => name.replace('/users', ''));
    assert.deepEqual(templates(...resources), resources);
  });

  it('leave alone what is no path', () => {
    assert.deepEqual(templates('(other)', '123', '*'), ['(other)', '123', '*']);
  });

  it('lose no endpoint, match each of theirs, and are all different', () => {
    const segment = fc.oneof(
      fc.constantFrom(
        'orders',
        'users',
        ':id',
        ':userId',
        '*rest',
        '17',
        '2024-01-15',
        'a-1',
        'a-2',
      ),
      fc.constantFrom('{orderId}', '{}', '{a}{b}', '{userId}', '', 'v1', 'x.json', '(other)'),
      fc.string({ maxLength: 4 }),
    );
    const endpoint = fc.oneof(
      {
        weight: 9,
        arbitrary: fc.array(segment, { maxLength: 4 }).map((all) => `/${all.join('/')}`),
      },
      { weight: 1, arbitrary: segment },
      { weight: 5, arbitrary: fc.nat(40).map((n) => `/users/name${n}y/orders`) },
    );
    fc.assert(
      fc.property(fc.array(endpoint, { maxLength: 60 }), (names) => {
        const endpoints = names.map((name, position) => ({ endpoint: name, position }));
        const found = likelyTemplates(endpoints);
        const positions = found.flatMap(({ members }) => members.map(({ position }) => position));
        assert.deepEqual(
          positions.sort((a, b) => a - b),
          endpoints.map(({ position }) => position),
        );
        for (const { template, members } of found) {
          for (const { endpoint: name } of members) assert.ok(matches(template, name), template);
        }
        const shapes = found.map(({ template }) => {
          const isPath = template.startsWith('/');
          return isPath ? template.replace(/\{[\w.-]+\}(?=\/|$)/g, 'parameter:') : template;
        });
        assert.equal(new Set(shapes).size, found.length, shapes.join('\n'));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Whether a path has what a template has in each segment, and anything where a parameter is. */
function matches(template: string, path: string): boolean {
  if (!template.startsWith('/')) return template === path;
  const wanted = template.split('/');
  const found = path.split('/');
  return (
    wanted.length === found.length &&
    wanted.every((segment, i) => /^\{.+\}$/.test(segment) || segment === found[i])
  );
}

import { deepEqual, equal } from 'node:assert/strict';
import * as fc from 'fast-check';
import { templateName } from '../../../src/domain/endpointName';
import type { NamedRoute } from '../../../src/domain/routeTable';
import type { DefinedOperation } from '../../../src/definition/definition';
import { matchOperations } from '../../../src/definition/matchOperations';

const at = { line: 0, character: 0 };

function defined(name: string, operationId: string | null = null): DefinedOperation {
  const [method = '', path = ''] = name.split(' ');
  const place = { document: null, ...at };
  return { method, path, operationId, deprecated: false, statuses: [], at: place, pathAt: at };
}

function route(name: string, operationId: string | null = null): NamedRoute {
  const [method = '', endpoint = ''] = name.split(' ');
  return { method, endpoint, operationId };
}

function matched(
  operations: readonly (string | DefinedOperation)[],
  {
    prefixes = [],
    routes = [],
    traffic = [],
  }: {
    prefixes?: readonly string[];
    routes?: readonly (string | NamedRoute)[];
    traffic?: readonly string[];
  },
): string[] {
  const list = operations.map((one) => (typeof one === 'string' ? defined(one) : one));
  const named = routes.map((one) => (typeof one === 'string' ? route(one) : one));
  return matchOperations(
    { operations: list, prefixes },
    named,
    traffic.map((one) => route(one)),
  ).map(({ method, endpoint }) => `${method} ${endpoint}`);
}

describe('matchOperations', () => {
  it('finds the route with the operation id, whatever its path', () => {
    const operations = [defined('GET /a', 'one'), defined('GET /b', 'two')];
    const routes = [route('GET /other/:x', 'one'), route('POST /b', 'two'), route('GET /a')];
    deepEqual(matched(operations, { routes }), ['GET /other/:x', 'GET /b']);
  });

  it('trusts no operation id that there is twice', () => {
    const routes = [route('GET /x', 'one'), route('GET /y', 'one'), route('GET /a')];
    deepEqual(matched([defined('GET /a', 'one')], { routes }), ['GET /a']);
    const twice = [defined('GET /a', 'one'), defined('GET /b', 'one')];
    deepEqual(matched(twice, { routes: [route('GET /x', 'one')] }), ['GET /a', 'GET /b']);
  });

  it('finds a path with other names of parameters, in either style', () => {
    const traffic = ['GET /users/:id', 'GET /users/:id/f/:name.json', 'GET /files/*path'];
    const operations = [
      ...['GET /users/{userId}', 'GET /users/:user', 'GET /users/{a}/f/{b}.json'],
      ...['GET /users/{a}/f/{b}.xml', 'GET /files/{*rest}', 'GET /files/{rest}'],
    ];
    deepEqual(matched(operations, { traffic }), [
      ...['GET /users/:id', 'GET /users/:id', 'GET /users/:id/f/:name.json'],
      ...['GET /users/:a/f/:b.xml', 'GET /files/*path', 'GET /files/:rest'],
    ]);
  });

  it('prefers the name as it is spelled', () => {
    const traffic = ['GET /users/:id', 'GET /users/:userId'];
    deepEqual(matched(['GET /users/{userId}'], { traffic }), ['GET /users/:userId']);
  });

  it('takes colons, stars and braces of no parameter as they are', () => {
    const traffic = ['POST /jobs/1:run', 'GET /a*b', 'GET /{}', 'GET /c.d'];
    const operations = ['POST /jobs/1:run', 'GET /a*b', 'GET /{}', 'GET /cxd'];
    deepEqual(matched(operations, { traffic }), operations);
  });

  it('finds what all have behind one prefix, by the routes if there are any', () => {
    const operations = ['GET /users', 'GET /users/{id}', 'POST /users'];
    const routes = ['GET /v1/users', 'GET /v1/users/:id', 'GET /v2/users'];
    deepEqual(matched(operations, { routes, traffic: ['POST /users', 'GET /users'] }), [
      ...['GET /v1/users', 'GET /v1/users/:id', 'POST /v1/users'],
    ]);
  });

  it('decides between prefixes by what the document says, and takes none where it does as well', () => {
    const traffic = ['GET /x/a', 'GET /y/a'];
    deepEqual(matched(['GET /a'], { traffic, prefixes: ['/y'] }), ['GET /y/a']);
    deepEqual(matched(['GET /a'], { traffic: [...traffic, 'GET /a'], prefixes: ['/y'] }), [
      'GET /a',
    ]);
  });

  it('names what was never called as it would be stored', () => {
    deepEqual(matched(['GET /a/{b}'], {}), ['GET /a/:b']);
  });

  const segment = fc.oneof(
    fc.stringMatching(/^[a-z0-9.$^()+|?-]{1,6}$/),
    fc.stringMatching(/^\{[a-z_-]{1,5}\}$/),
    fc.stringMatching(/^[a-z.]{0,2}\{[a-z]{1,3}\}[a-z.]{0,2}$/),
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((all) => `/${all.join('/')}`);
  const method = fc.constantFrom('GET', 'POST');
  const operations = fc.uniqueArray(fc.tuple(method, path), {
    selector: ([one, other]) => `${one} ${other.replaceAll(/\{[^}]*\}/g, '{}')}`,
    minLength: 1,
    maxLength: 12,
  });

  it('finds every operation behind whatever prefix, with whatever names of parameters', () => {
    const prefix = fc.constantFrom('', '/v1', '/api/v2', '/:tenant');
    fc.assert(
      fc.property(operations, prefix, fc.boolean(), (list, before, ofRoutes) => {
        let named = 0;
        const stored = list.map(([own, template]) => {
          const other = template.replaceAll(/\{[^}]*\}/g, () => `{p${named++}}`);
          return `${own} ${before}${templateName(other)}`;
        });
        const found = matched(
          list.map((one) => one.join(' ')),
          { prefixes: [before], ...(ofRoutes ? { routes: stored } : { traffic: stored }) },
        );
        // Several may fit, such as /{a} and /:b of two others: what is found always fits.
        const isFound = found.filter((name, position) => name === stored[position]).length;
        const isAmbiguous = list.some(([, one]) => /\{/.test(one));
        if (!isAmbiguous) equal(isFound, list.length);
        for (const name of found) equal(stored.includes(name), true, name);
      }),
    );
  });
});

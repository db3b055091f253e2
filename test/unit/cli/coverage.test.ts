import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractCoverage } from '../../../src/protocol/contractCoverage';
import { folders } from '../../support/databases';
import { assertJunit } from '../../support/junitSchema';
import { repositoryRoot } from '../../support/repository';
import type { ClientRequest } from '../../support/shop';
import { isInjected, shopClients } from '../../support/shop';
import { writeShopDatabase } from '../../support/shopDatabase';
import type { Outcome } from './builtCli';
import { assertFails, run } from './builtCli';

const spec = join(repositoryRoot(), 'test', 'fixtures', 'shopCoverage.openapi.yaml');

/** What the clients of the recording sent to a route, by the statuses that the server answered itself. */
function sent(method: string, route: string): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  const is = (request: ClientRequest): boolean =>
    request.method === method && request.route === route && !isInjected(request);
  for (const { status } of shopClients().filter(is)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('The command dist/cli.js coverage', function () {
  this.timeout(120_000);
  const folder = folders();
  let db: string;

  before(async () => {
    db = join(await folder(), 'shop.sqlite');
    await writeShopDatabase(db);
  });

  const coverage = (...words: readonly string[]): Promise<Outcome> =>
    run(['coverage', '--db', db, '--spec', spec, ...words]);

  it("tells of the recording what its clients' own account says", async () => {
    const { code, out, err } = await coverage('--format', 'json');
    equal(code, 0, err);
    const { operations, statuses, undeclared, unknown, list } = JSON.parse(out) as ContractCoverage;
    deepEqual(operations, {
      total: 8,
      covered: 3,
      partly: 4,
      never: 1,
      deprecated: 1,
      notCounted: 0,
    });
    // Seen: 200 of users; 200 of one user; 2XX of its change; 200 of products; 200 and 400 of search; 200 of login;
    // 201 and 4XX of orders. Only injected: default of a user's change, 500 of products.
    deepEqual(statuses, { declared: 14, seen: 9, seenByFaultOnly: 2 });
    deepEqual(undeclared, [
      {
        method: 'POST',
        path: '/api/auth/login',
        status: 400,
        requests: sent('POST', '/api/auth/login')[400],
      },
    ]);
    deepEqual(
      list.map(({ method, path, state }) => `${method} ${path} ${state}`),
      [
        'GET /api/users covered',
        'GET /api/users/{userId} partly',
        'PUT /api/users/{userId} partly',
        'DELETE /api/users/{userId} never',
        'GET /api/products partly',
        'POST /api/products never',
        'GET /api/search covered',
        'POST /api/auth/login partly',
        'POST /api/orders covered',
      ],
    );
    const search = list.find(({ path }) => path === '/api/search')?.seen ?? [];
    deepEqual(
      Object.fromEntries(
        search.filter(({ status }) => status < 500).map((own) => [own.status, own.requests]),
      ),
      sent('GET', '/api/search'),
    );
    const invoices = unknown.find(({ path }) => path === '/api/invoices');
    const isInvoices = ({ method, route }: ClientRequest): boolean =>
      method === 'GET' && route === '/api/invoices';
    equal(invoices?.requests, shopClients().filter(isInvoices).length);
  });

  it('ends with 1 below a minimum and lists what is missing, and with 0 at it', async () => {
    const missed = await coverage('--min-operations', '90', '--min-statuses', '60%');
    equal(missed.code, 1);
    match(missed.out, /^7 of 8 operations exercised \(87\.5%\): 3 covered, 4 partly, 1 never\.\n/);
    const [why, ...operations] = missed.err.trimEnd().split('\n');
    equal(why, '7 of 8 operations were exercised (87.5%). The minimum is 90%.');
    deepEqual(operations, ['  never   POST /api/products']);
    const statuses = await coverage('--min-operations', '87.5', '--min-statuses', '65');
    equal(statuses.code, 1);
    deepEqual(statuses.err.trimEnd().split('\n').slice(1), [
      '  partly  GET /api/users/{userId}',
      '  partly  PUT /api/users/{userId}',
      '  partly  GET /api/products',
      '  never   POST /api/products',
      '  partly  POST /api/auth/login',
    ]);
    equal((await coverage('--min-operations', '87.5', '--min-statuses', '60')).code, 0);
  });

  it('reads as a table, as Markdown and as HTML', async () => {
    const { out } = await coverage();
    match(out, /\nState +Method +Path +Declared +Seen +Not seen +Requests\n/);
    match(out, /\npartly +GET +\/api\/products +200 500 +200 +500 \(only injected\) +\d+\n/);
    match(out, /\nnever, deprecated +DELETE +\/api\/users\/\{userId\} +204 +204 +0\n/);
    match(out, /\nCalled, not defined\n/);
    const markdown = (await coverage('--format', 'markdown')).out;
    match(markdown, /^## API coverage\n\n7 of 8 operations exercised/);
    match(
      markdown,
      /\n\| State \| Method \| .*\n\| --- \| --- \| --- \| --- \| --- \| --- \| ---: \|\n\| covered \| `GET` \| `\/api\/users` \| `200` \|/,
    );
    const html = (await coverage('--format', 'html')).out;
    match(html, /^<!DOCTYPE html>\n[^]*<td>\/api\/users\/\{userId\}<\/td>[^]*<\/html>\n$/);
  });

  it('reads as JUnit: what was never exercised is skipped, a missed minimum has failed', async () => {
    const { code, out } = await coverage('--format', 'junit', '--min-operations', '90');
    equal(code, 1);
    match(out, /<testsuite name="API coverage" tests="10" failures="1" errors="0" skipped="2">\n/);
    match(
      out,
      /<testcase classname="operations" name="POST \/api\/products" time="0"><skipped message="never exercised"\/>/,
    );
    await assertJunit(out);
    match(out, /name="GET \/api\/products" time="0"><system-out>not seen: 500<\/system-out>/);
    match(
      out,
      /name="operations" time="0"><failure message="7 of 8 operations were exercised \(87\.5%\)\. The minimum is 90%\."\/>/,
    );
  });

  it("tells the server's own paths apart, and misses no minimum by them", async () => {
    const own = join(await folder(), 'health.yaml');
    const responses = "{responses: {'200': {description: fine}}}";
    await writeFile(
      own,
      `openapi: 3.0.3\ninfo: {title: Health, version: '1'}\npaths:\n` +
        `  /health: {get: ${responses}}\n  /health/ready: {get: ${responses}}\n` +
        `  /api/users: {get: ${responses}}\n`,
    );
    const of = (...words: readonly string[]): Promise<Outcome> =>
      run(['coverage', '--db', db, '--spec', own, ...words]);
    const { code, out, err } = await of('--min-operations', '100');
    equal(code, 0, err);
    match(out, /^1 of 1 operations exercised \(100%\): 1 covered, 0 partly, 0 never\.\n/);
    match(out, /\n2 of MockForge's own paths, not counted\.\n/);
    match(out, /\nnot counted +GET +\/health +200 +200 +–\n/);
    const json = JSON.parse((await of('--format', 'json')).out) as ContractCoverage;
    deepEqual(json.operations, {
      ...{ total: 1, covered: 1, partly: 0, never: 0 },
      ...{ deprecated: 0, notCounted: 2 },
    });
    match(
      (await of('--format', 'junit')).out,
      /name="GET \/health" time="0"><skipped message="not counted: MockForge&#39;s own path"\/>/,
    );
  });

  it('counts only what was answered in the window', async () => {
    const { code, out } = await coverage(
      '--to',
      '2026-11-23T22:00:00Z',
      '--from',
      '2026-11-23T21:00:00Z',
    );
    equal(code, 0);
    match(out, /^0 of 8 operations exercised \(0%\)/);
    match(out, /\n3,600 s of that were not collected\.\n/);
  });

  it('says in a sentence what cannot be used', async () => {
    const none = join(await folder(), 'none.yaml');
    await assertFails(
      ['coverage', '--db', db, '--spec', none],
      /none\.yaml cannot be read: ENOENT/,
    );
    await writeFile(none, 'a: b');
    await assertFails(
      ['coverage', '--db', db, '--spec', none],
      /none\.yaml is no API document: it needs openapi: 3, /,
    );
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['coverage', '--db', db], /^--spec is missing\./],
      [['coverage', '--spec', spec], /^--db is missing\./],
      [
        ['coverage', '--db', db, '--spec', spec, '--min-statuses', '101'],
        /^--min-statuses 101 is not a percentage\. /,
      ],
      [
        ['coverage', '--db', db, '--spec', spec, '--format', 'pdf'],
        /^--format pdf is unknown\. Write table, /,
      ],
      [
        ['coverage', '--db', db, '--spec', spec, '--from', '5', '--to', '4'],
        /^--from must be before --to\./,
      ],
    ];
    for (const [words, message] of wrong) {
      const { code, err } = await run(words);
      equal(code, 2);
      match(err, message);
    }
    ok((await run(['help', 'coverage'])).out.includes('--min-operations'));
  });
});

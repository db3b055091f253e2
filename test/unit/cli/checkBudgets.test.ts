import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folders } from '../../support/databases';
import { assertJunit } from '../../support/junitSchema';
import { repositoryRoot } from '../../support/repository';
import type { ClientRequest } from '../../support/shop';
import { isInjected, shopClients } from '../../support/shop';
import { writeShopDatabase } from '../../support/shopDatabase';
import type { Outcome } from './builtCli';
import { run } from './builtCli';

const spec = join(repositoryRoot(), 'test', 'fixtures', 'shopCoverage.openapi.yaml');

interface Answer {
  readonly window: { readonly from: string; readonly to: string };
  readonly limits: readonly {
    readonly budget: string;
    readonly line: number;
    readonly limit: string;
    readonly verdict: string;
    readonly measured: unknown;
    readonly text: string;
  }[];
}

/** What the clients of the recording sent to a route. */
function sent(method: string, route: string): readonly ClientRequest[] {
  return shopClients().filter((own) => own.method === method && own.route === route);
}

describe('The command dist/cli.js check-budgets', function () {
  this.timeout(120_000);
  const folder = folders();
  let db: string;
  let file: string;

  before(async () => {
    db = join(await folder(), 'shop.sqlite');
    file = join(await folder(), 'traffic-budgets.yaml');
    await writeShopDatabase(db);
  });

  const check = async (lines: readonly string[], ...words: readonly string[]): Promise<Outcome> => {
    await writeFile(file, lines.join('\n'));
    return run(['check-budgets', '--db', db, '--budgets', file, ...words]);
  };

  it("judges the recording as its clients' own account does", async () => {
    const requests = sent('GET', '/api/users');
    const own = requests.filter((request) => !isInjected(request));
    const lines = [
      'window: 1h',
      'budgets:',
      '  - endpoint: GET /api/users',
      `    requests: "= ${requests.length}"`,
      '    statuses: [200]',
    ];
    const { code, out } = await check(lines, '--format', 'json');
    const { limits } = JSON.parse(out) as Answer;
    const others = new Map<number, number>();
    for (const { status } of requests) {
      if (status !== 200) others.set(status, (others.get(status) ?? 0) + 1);
    }
    deepEqual(
      limits.map(({ line, limit, verdict }) => [line, limit, verdict]),
      [
        [4, 'requests', 'held'],
        [5, 'statuses', others.size > 0 ? 'broken' : 'held'],
      ],
    );
    equal(code, others.size > 0 ? 1 : 0);
    const ignoring = [...lines, 'ignore: { injectedFaults: true }'];
    ignoring[3] = `    requests: "= ${own.length}"`;
    const without = JSON.parse((await check(ignoring, '--format', 'json')).out) as Answer;
    deepEqual(
      without.limits.map(({ verdict }) => verdict),
      ['held', 'held'],
    );
  });

  it('ends with 0 where all is held, and says what was not collected', async () => {
    const { code, out, err } = await check([
      'window: 1d',
      'budgets:',
      '  - { endpoint: "*", errorRate: 100%, requests: "> 0", p95: 60s }',
      '  - { endpoint: GET /nowhere, errorRate: 1% }',
    ]);
    equal(code, 0, err);
    match(
      out,
      /^0 of 4 limits are broken, 1 cannot be judged\.\nFrom .*Z to .*Z\.\n[\d,]+ s of 86,460 s were not collected\.\n/,
    );
    match(out, /\nGET \/nowhere, errorRate: There were no requests\.\n/);
    match(out, /\nheld +\* +errorRate +<= 100% +[\d.]+%\n/);
    match(out, /\nno requests +GET \/nowhere +errorRate +<= 1% +–\n/);
  });

  it('ends with 1 where a limit is broken, and names it with its line', async () => {
    const { code, out, err } = await check(
      ['window: 1h', 'budgets:', '  - endpoint: /api/*', '    errorRate: 0%'],
      '--format',
      'markdown',
    );
    equal(code, 1);
    match(out, /^## Traffic budgets\n\n1 of 1 limit is broken\. /);
    match(out, /\| broken \| .*\/api\/\*.* \| /);
    match(
      err,
      /^1 of 1 limit is broken\.\n {2}.*traffic-budgets\.yaml:4 {2}\/api\/\*: The error rate is [\d.]+%, [\d.]+.pp over the limit of 0%\.\n$/,
    );
  });

  it('judges coverage of documents', async () => {
    const lines = ['window: 1h', 'budgets:', '  - coverage: { operations: 80%, statuses: 90% }'];
    const { code, out } = await check(lines, '--spec', spec, '--format', 'json');
    equal(code, 1);
    const { limits } = JSON.parse(out) as Answer;
    deepEqual(
      limits.map(({ limit, verdict, measured }) => [limit, verdict, measured]),
      [
        ['operations', 'held', { reached: 7, total: 8 }],
        ['statuses', 'broken', { reached: 9, total: 14 }],
      ],
    );
    const without = await check(lines);
    equal(without.code, 2);
    match(without.err, /^--spec is missing: .*traffic-budgets\.yaml has a budget of coverage\.\n/);
  });

  it('writes JUnit that its schema accepts, with a case for each limit and mistake', async () => {
    const junit = join(await folder(), 'junit.xml');
    const { code } = await check(
      [
        'window: 1h',
        'budgets:',
        '  - { endpoint: "*", errorRate: 0%, requests: "> 0" }',
        '  - { endpoint: GET /none, p95: 1s }',
        '  - { endpoint: GET /<&">, p95: 1 }',
      ],
      '--junit',
      junit,
    );
    equal(code, 2);
    const xml = await readFile(junit, 'utf8');
    await assertJunit(xml);
    match(xml, /tests="4" failures="2" errors="0" skipped="1"/);
    match(
      xml,
      /classname="\*" name="errorRate &lt;= 0%" time="0"><failure message="The error rate /,
    );
    match(xml, /classname="mistakes" name="line 5" time="0"><failure message="p95 cannot be 1\. /);
  });

  it('ends with 2 where the file is wrong, names each line, and judges the rest', async () => {
    const { code, out, err } = await check([
      'window: 1h',
      'budgets:',
      '  - endpoint: "*"',
      '    errorrate: 1%',
      '    requests: ">= 1"',
    ]);
    equal(code, 2);
    match(out, /\nheld +\* +requests +>= 1 /);
    match(
      err,
      /^.*traffic-budgets\.yaml:4: errorrate is unknown\. Did you mean errorRate\? .*\n.*traffic-budgets\.yaml has a mistake\.\n$/,
    );
    const nothing = await check(['budgets: []']);
    equal(nothing.code, 2);
    match(nothing.err, /traffic-budgets\.yaml:1: window is missing\.\n/);
    const none = await run(['check-budgets', '--db', db, '--budgets', join(file, 'none')]);
    equal(none.code, 2);
    match(none.err, /^.*none cannot be read: /);
    ok(!none.err.includes('Usage:'));
  });

  it('judges a session, by --session or by the window', async () => {
    for (const name of ['smoke', 'load']) {
      for (const verb of ['start', 'end']) {
        const { code, err } = await run(['session', verb, '--db', db, '--name', name]);
        equal(code, 0, err);
      }
    }
    const lines = (window: string): string[] => [
      `window: ${window}`,
      'budgets:',
      '  - { endpoint: "*", requests: "= 0" }',
    ];
    for (const [window, ...words] of [['smoke'], ['run'], ['1h', '--session', 'load']] as const) {
      const { code, err } = await check(lines(window), ...words);
      equal(code, 0, err);
    }
    equal((await check(lines('1h'))).code, 1);
    const unknown = await check(lines('smok'));
    equal(unknown.code, 1);
    match(unknown.err, /^There is no session smok\. Sessions:\n {2}smoke\n/);
  });

  it('says in a sentence how it was called wrongly', async () => {
    await writeFile(file, 'window: 1h\nbudgets: []\n');
    const right = ['check-budgets', '--db', db, '--budgets', file];
    for (const [words, message] of [
      [['check-budgets', '--db', db], /^--budgets is missing\./],
      [['check-budgets', '--budgets', file], /^--db is missing\./],
      [
        [...right, '--format', 'junit'],
        /^--format junit is unknown\. Write table, json, markdown\./,
      ],
    ] as const) {
      const { code, err } = await run(words);
      equal(code, 2);
      match(err, message);
    }
    const { code, err } = await run([...right, '--junit', join(file, 'junit.xml')]);
    equal(code, 1);
    match(err, /^.*junit\.xml cannot be written: .*\n$/);
    ok((await run(['help', 'check-budgets'])).out.includes('--junit'));
  });
});

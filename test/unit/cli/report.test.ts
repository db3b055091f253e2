import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { marked } from 'marked';
import type { Tokens } from 'marked';
import type { ContractCoverage } from '../../../src/protocol/contractCoverage';
import type { DashboardData } from '../../../src/protocol/dashboardData';
import { folders, wasmPath } from '../../support/databases';
import { repositoryRoot } from '../../support/repository';
import { shopClients } from '../../support/shop';
import { writeShopDatabase } from '../../support/shopDatabase';
import { WholeDatabase } from '../store/support/wholeDatabase';
import type { Outcome } from './builtCli';
import { assertFails, run } from './builtCli';

const spec = join(repositoryRoot(), 'test', 'fixtures', 'shopCoverage.openapi.yaml');

describe('The command dist/cli.js report', function () {
  this.timeout(120_000);
  const newFolder = folders();
  let folder: string;
  let db: string;

  before(async () => {
    folder = await newFolder();
    db = join(folder, 'shop.sqlite');
    await writeShopDatabase(db);
  });

  const report = (...words: readonly string[]): Promise<Outcome> =>
    run(['report', '--db', db, ...words]);

  const sent = shopClients().filter(
    ({ method, route }) => method === 'GET' && route === '/api/users',
  ).length;

  it("is as JSON the dashboard's numbers, which are the clients' own, with what was exercised", async () => {
    const { code, out, err } = await report('--format', 'json', '--spec', spec);
    equal(code, 0, err);
    const told = JSON.parse(out) as DashboardData & { readonly coverage: ContractCoverage };
    const users = told.endpoints.rows.find(
      ({ method, endpoint }) => method === 'GET' && endpoint === '/api/users',
    );
    equal(users?.requests, sent);
    deepEqual(told.coverage.operations, {
      ...{ total: 8, covered: 3, partly: 4, never: 1, deprecated: 1, notCounted: 0 },
    });
  });

  it('compares a session with an earlier one, up to its end', async () => {
    const database = await WholeDatabase.open({ file: db, wasmPath });
    const stored = await database.storedSpan();
    ok(stored);
    const { from } = stored;
    const sessions = { before: [from, from + 120], after: [from + 300, from + 600] } as const;
    for (const [name, [start, end]] of Object.entries(sessions)) {
      await database.startSession(name, start);
      await database.endSession(name, end);
    }
    await database.close();
    const words = ['--format', 'json', '--session', 'after', '--compare', 'before'];
    const { code, out, err } = await report(...words);
    equal(code, 0, err);
    const { query, comparison } = JSON.parse(out) as DashboardData;
    const minutes = (...[start, end]: readonly [number, number]): readonly number[] => [
      Math.floor(start / 60) * 60,
      Math.ceil(end / 60) * 60,
    ];
    deepEqual([query.from, query.to], minutes(...sessions.after));
    deepEqual([comparison?.from, comparison?.to], minutes(...sessions.before));
    const swapped = await report('--session', 'before', '--compare', 'after');
    equal(swapped.code, 2);
    match(swapped.err, /^--compare after begins no earlier than the span of the report\./);
    equal((await report('--session', 'after', '--compare', 'befor')).code, 1);
  });

  it('is as Markdown one screen: totals, what was exercised, the first errors and endpoints', async () => {
    const { code, out, err } = await report('--format', 'markdown', '--spec', spec);
    equal(code, 0, err);
    const tokens = marked.lexer(out);
    deepEqual(
      tokens
        .filter((token): token is Tokens.Heading => token.type === 'heading')
        .map(({ text }) => text),
      ['Traffic of `shop.sqlite`', 'API coverage', 'Errors', 'Endpoints'],
    );
    const tables = tokens.filter((token): token is Tokens.Table => token.type === 'table');
    ok(tables.every(({ rows }) => rows.length <= 10));
    deepEqual(
      tables
        .at(-1)
        ?.rows[0]?.slice(0, 3)
        .map(({ text }) => text),
      ['`GET`', '`/api/users`', sent.toLocaleString('en')],
    );
    match(out, /\n7 of 8 operations exercised \(87\.5%\): 3 covered, 4 partly, 1 never\./);
    match(out, /\nFirst 10 of 21\.\n/);
    ok(out.split('\n').length < 80);
  });

  it('is an HTML file of the span that was asked for', async () => {
    const whole = await report();
    match(whole.out, /^<!DOCTYPE html>\n[^]*<\/html>\n$/);
    match(
      whole.out,
      /<h2>Not defined<\/h2>\s*<p[^>]*>No API documents: what the server answered with 404\.<\/p>/,
    );
    const out = join(folder, 'report.html');
    const span = ['--from', '2026-11-23T22:40:00Z', '--to', '2026-11-23T22:50:00Z'];
    const { code, err, out: printed } = await report(...span, '--out', out, '--spec', spec);
    equal(code, 0, err);
    equal(printed, '');
    const text = await readFile(out, 'utf8');
    match(text, /<dd>23 Nov 2026 \d\d:40 – \d\d:50, [^<]+<\/dd>/);
    match(text, /<h2>API coverage<\/h2>/);
    match(text, /<h2>Not defined<\/h2>\s*<(?!p)[^]*<td[^>]*>\/api\/invoices<\/td>/);
  });

  it('is of any span, however long, and begins with the step that holds its beginning', async () => {
    const to = Date.UTC(2026, 10, 24) / 1000 - 30;
    for (const [hours, step] of [
      [10, 60],
      [12, 60],
      [59, 300],
      [60, 300],
      [29 * 24, 3600],
    ] as const) {
      const from = to - hours * 3600;
      const span = ['--from', String(from), '--to', String(to)];
      const { code, out, err } = await report(...span, '--format', 'json');
      equal(code, 0, err);
      const { points, query } = JSON.parse(out) as DashboardData;
      deepEqual([query.from, query.bucketSeconds], [from - (from % step), step]);
      equal(points.length, Math.ceil((to - query.from) / step));
    }
  });

  it('keeps a file that is there, unless told', async () => {
    const out = join(folder, 'kept.md');
    await writeFile(out, 'mine');
    await assertFails(
      ['report', '--db', db, '--out', out],
      /kept\.md exists already\. Write --force to replace it\./,
    );
    equal(await readFile(out, 'utf8'), 'mine');
    equal((await report('--out', out, '--force', '--format', 'markdown')).code, 0);
    match(await readFile(out, 'utf8'), /^## Traffic of/);
  });

  it('says in a sentence what cannot be used', async () => {
    const wrong = await report('--format', 'pdf');
    equal(wrong.code, 2);
    match(wrong.err, /^--format pdf is unknown\. Write html, markdown, json\.\n/);
    await assertFails(
      ['report', '--db', db, '--out', join(folder, 'no', 'x')],
      /x cannot be written: /,
    );
    await assertFails(['report', '--db', db, '--spec', 'none.yaml'], /none\.yaml cannot be read: /);
  });
});

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/collector/systemClock';
import { serverSettings } from '../../../src/store/postgres/serverSettings';
import { QueryClient } from '../../../src/store/reader/queryClient';
import { CountedProcess } from '../../support/countedProcess';
import { folders } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { PrometheusModel } from '../../support/prometheusModel';
import type { PostgresAddress } from '../../support/postgresServer';
import {
  describeWithPostgres,
  durable,
  newPostgresDatabase,
  PostgresServer,
} from '../../support/postgresServer';
import { repositoryRoot } from '../../support/repository';
import { shopFile, writeShopBeginning } from '../../support/shop';
import { writeShopDatabase } from '../../support/shopDatabase';
import { minute } from '../../support/times';
import type { Outcome } from './builtCli';
import { assertFails, fastTimers, run, start } from './builtCli';

const fromShop = ['--from-recording', shopFile];

describeWithPostgres("The command dist/cli.js with a team's store", function () {
  this.timeout(600_000);
  const folder = folders();
  let address: PostgresAddress;
  const { PGPASSWORD: inherited, XDG_STATE_HOME: inheritedState } = process.env;

  before(async () => {
    address = await newPostgresDatabase();
    process.env['PGPASSWORD'] = address.password;
    process.env['XDG_STATE_HOME'] = await folder();
  });
  after(() => {
    if (inherited === undefined) delete process.env['PGPASSWORD'];
    else process.env['PGPASSWORD'] = inherited;
    if (inheritedState === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = inheritedState;
  });

  const store = (target: string, database = address.database): string =>
    `postgres://${address.user}@${address.host}:${address.port}/${database}?target=${target}`;

  const heard = new WeakMap<ChildProcess, string>();

  /** Resolves with what a command has said so far once that holds something; all of it is heard from the first call on. */
  async function said(child: ChildProcess, what: RegExp): Promise<string> {
    const stderr = child.stderr!;
    if (!heard.has(child)) {
      heard.set(child, '');
      stderr.on('data', (piece: Buffer) => heard.set(child, heard.get(child)! + piece.toString()));
    }
    for (;;) {
      const text = heard.get(child) ?? '';
      if (what.test(text)) return text;
      ok(child.exitCode === null, text);
      await Promise.race([once(stderr, 'data'), once(child, 'exit')]);
    }
  }

  it('tells of a recording what it tells of it in a file, by every command that reads', async () => {
    const place = await folder();
    const file = join(place, 'shop.sqlite');
    const team = store('shop');
    /** What a command says of the file, and of the team's store. */
    const both = (
      name: string,
      words: readonly string[],
      ofEach: (index: number) => readonly string[] = () => [],
    ): Promise<readonly Outcome[]> =>
      Promise.all(
        [file, team].map((db, index) => run([name, '--db', db, ...words, ...ofEach(index)])),
      );
    const collected = run(['collect', '--db', team, ...fromShop]);
    await writeShopDatabase(file);
    for (const { code, err } of [
      await collected,
      await run(['collect', '--db', team, ...fromShop]),
    ]) {
      equal(code, 0, err);
      match(err, /holds 11727 requests, 1295 of which failed\.\n$/);
    }
    // All tables are compared where both engines are (sameAnswers.property.test.ts).
    for (const table of ['requests-by-minute', 'errors']) {
      const outOf = (index: number): string => join(place, `${table}-${index}.csv`);
      const words = ['--format', 'csv', '--table', table];
      for (const { code, err } of await both('export', words, (index) => ['--out', outOf(index)])) {
        equal(code, 0, err);
      }
      equal(await readFile(outOf(1), 'utf8'), await readFile(outOf(0), 'utf8'), table);
    }
    const sql = `SELECT endpoint, SUM(request_count) AS n, MAX(latency_max) AS slowest
      FROM metrics_aggregates_minute GROUP BY endpoint ORDER BY n DESC, endpoint`;
    const [ofFile, ofTeam] = await both('query', ['--sql', sql, '--format', 'json']);
    deepEqual(ofTeam, ofFile);
    const reports = await both('report', ['--format', 'json']);
    const [told, ofServer] = reports.map(({ code, out, err }) => {
      equal(code, 0, err);
      return { ...(JSON.parse(out) as object), generated_at: null, target: null };
    });
    deepEqual(ofServer, told);
    deepEqual(
      (await both('check', [])).map(({ code, out }) => [code, out]),
      [
        [0, 'ok\n'],
        [0, 'ok\n'],
      ],
    );
    equal((await run(['maintain', '--db', team])).code, 0);
    await assertFails(
      ['export', '--db', team, '--out', join(place, 'a.sqlite'), '--format', 'sqlite'],
      /is no file that could be copied\. Export a table as CSV or JSON\.$/,
    );
  });

  it('tells of all targets of a workspace together where an address names none', async () => {
    const { database } = await newPostgresDatabase();
    const all = store('', database).replace('?target=', '?workspace=shop');
    const targets = ['&target=one', '&target=two', '&target='].map((target) => `${all}${target}`);
    const requests = async (db: string): Promise<unknown> => {
      const { out, err } = await run(['report', '--db', db, '--format', 'json']);
      equal(err, '');
      return (JSON.parse(out) as { readonly summary: { readonly requests: number } }).summary
        .requests;
    };
    const recording = join(await folder(), 'beginning.jsonl');
    writeShopBeginning(recording);
    for (const db of [targets[0], targets[1], all]) {
      const { code, err } = await run(['collect', '--db', db!, '--from-recording', recording]);
      equal(code, 0, err);
    }
    const counts = [];
    for (const db of [...targets, all]) counts.push(await requests(db));
    const [each] = counts;
    deepEqual(counts, [each, each, each, 3 * Number(each)]);
    const titled = await run(['report', '--db', targets[1]!, '--format', 'markdown']);
    match(titled.out, /^## Traffic of `shop\/two`$/m);
    equal((await run(['check', '--db', all])).out, 'ok\n');
    const sql = 'SELECT target_id, COUNT(*) AS n FROM metrics_aggregates_minute GROUP BY target_id';
    const rows = await run(['query', '--db', all, '--sql', sql, '--format', 'json']);
    equal((JSON.parse(rows.out) as readonly unknown[]).length, 3);
    const client = new QueryClient({
      queryWorkerPath: join(repositoryRoot(), 'dist', 'teamQueryWorker.js'),
      settings: serverSettings(all),
    });
    try {
      const found = await client.targets();
      deepEqual(
        found.map(({ id }) => id),
        ['', 'one', 'two'],
      );
      ok(found.every(({ newestMinute }) => newestMinute === found[0]?.newestMinute));
    } finally {
      await client.close();
    }
  });

  it('marks sessions while another process collects, which a third waits for and succeeds', async () => {
    const model = new MockForgeModel(Date.now() - 60_000);
    const server = await MockForgeServer.start(model, systemClock);
    const { metricsUrl, adminUrl } = server;
    const urls = ['--metrics-url', metricsUrl, '--admin-url', adminUrl];
    const db = store('shared');
    for (let i = 0; i < 5; i++) model.serve({ at: Date.now() - 1000 });
    const first = start(['collect', ...urls, '--db', db]);
    let second: ChildProcess | undefined;
    try {
      await said(first, /collecting|scrape/i);
      second = start(['collect', ...urls, '--db', db]);
      const notice = await said(second, /only read/);
      match(notice, new RegExp(`process ${first.pid} on ${hostname()}`));
      const begun = await run(['session', 'start', '--db', db, '--name', 'load']);
      equal(begun.code, 0, begun.err);
      equal((await run(['session', 'end', '--db', db])).code, 0);
      first.kill('SIGKILL');
      await once(first, 'exit');
      await said(second, /Collecting/);
      model.serve({ at: Date.now() });
      second.kill('SIGINT');
      const [code] = (await once(second, 'exit')) as [number | null];
      equal(code, 0);
      const verified = await run(['verify', '--db', db, ...urls]);
      equal(verified.code, 0, verified.out + verified.err);
      match(verified.out, /^Every cell is equal: 6 requests/);
      const listed = await run(['session', 'list', '--db', db, '--format', 'json']);
      match(listed.out, /load/);
    } finally {
      first.kill('SIGKILL');
      second?.kill('SIGKILL');
      await server.stop();
    }
  });

  it('collects on while the server is down, and brings what waited when it is up again', async () => {
    const down = await PostgresServer.start(durable);
    const of = await down.newDatabase();
    const db = `postgres://${of.user}:${of.password}@${of.host}:${of.port}/${of.database}`;
    const model = new MockForgeModel(Date.now() - 60_000);
    const server = await MockForgeServer.start(model, systemClock);
    const { metricsUrl, adminUrl } = server;
    const urls = ['--metrics-url', metricsUrl, '--admin-url', adminUrl];
    // Scrapes each 0.3 s.
    const words = ['collect', ...urls, '--db', db];
    const collecting = start(words, undefined, fastTimers);
    try {
      for (let i = 0; i < 5; i++) model.serve({ at: Date.now() - 1000 });
      await said(collecting, /collecting|scrape/i);
      await down.stop('immediate');
      for (let i = 0; i < 4; i++) model.serve({ at: Date.now() });
      const waits = await said(collecting, /Commits wait in/);
      ok(!waits.includes(of.password));
      collecting.kill('SIGKILL');
      await once(collecting, 'exit');
      for (let i = 0; i < 3; i++) model.serve({ at: Date.now() });
      const still = await run([...words, '--duration', '1s']);
      equal(still.code, 1, still.err);
      match(still.err, /Commits wait in .* takes them, \d+ so far\. .* No PostgreSQL listens at/);
      await down.startAgain();
      const brought = await run([...words, '--duration', '1s']);
      equal(brought.code, 0, brought.err);
      const verified = await run(['verify', '--db', db, ...urls]);
      match(verified.out, /^Every cell is equal: 12 requests/, verified.out + verified.err);
      equal((await run(['check', '--db', db])).out, 'ok\n');
    } finally {
      collecting.kill('SIGKILL');
      await server.stop();
      await down.stop('immediate').catch(() => undefined);
    }
  });

  it('runs a command as a session of it, and judges budgets by that', async () => {
    const model = new MockForgeModel(Date.now());
    const server = await MockForgeServer.start(model, systemClock);
    const mocks = createServer((_, response) => {
      model.serve({ at: systemClock.now() });
      response.writeHead(200, { connection: 'close' }).end();
    }).listen(0, '127.0.0.1');
    await once(mocks, 'listening');
    const { port } = mocks.address() as AddressInfo;
    const db = store('run');
    const urls = ['--metrics-url', server.metricsUrl, '--admin-url', server.adminUrl];
    const script = `fetch('http://127.0.0.1:${port}/1').then(() => console.log('done'))`;
    try {
      const command = [process.execPath, '-e', script];
      const ran = await run(['run', '--name', 'smoke', '--db', db, ...urls, '--', ...command]);
      deepEqual([ran.code, ran.out], [0, 'done\n'], ran.err);
      match(ran.err, /Session “smoke”: 1 requests, 0 of which failed/);
      const file = join(await folder(), 'traffic-budgets.yaml');
      await writeFile(
        file,
        'window: 1h\nbudgets:\n  - endpoint: GET /api/users\n    requests: "= 1"\n',
      );
      const words = ['check-budgets', '--db', db, '--budgets', file, '--session', 'smoke'];
      const judged = await run(words);
      equal(judged.code, 0, judged.out + judged.err);
      await writeFile(
        file,
        'window: 1h\nbudgets:\n  - endpoint: GET /api/users\n    requests: "= 2"\n',
      );
      equal((await run(words)).code, 1);
    } finally {
      mocks.close();
      await server.stop();
    }
  });

  it('is filled in from a Prometheus server, once', async () => {
    const prometheus = await PrometheusModel.start();
    try {
      const server = new CountedProcess('a:1', minute(0));
      for (const n of [0, 1, 2]) {
        server.serve('GET', 200, 5);
        prometheus.add([server.scrape(minute(n) + 50)]);
      }
      const span = ['--from', '2026-01-05T12:00:00Z', '--to', String(minute(10))];
      const words = ['--prometheus-url', prometheus.url, '--db', store('filled'), ...span];
      const filled = await run(['backfill', ...words]);
      equal(filled.code, 0, filled.err);
      match(filled.err, /filled in 15 requests in 3 minutes\.\n$/);
      match((await run(['backfill', ...words])).err, /filled in 0 requests in 0 minutes\.\n$/);
    } finally {
      await prometheus.stop();
    }
  });

  it('runs statements of a user that read, and no other', async () => {
    const db = store('shop');
    const asked = async (sql: string, ...words: readonly string[]): Promise<Outcome> =>
      run(['query', '--db', db, '--sql', sql, '--format', 'csv', ...words]);
    match((await asked('SELECT 1 AS one')).out, /^\uFEFF?one\r?\n1\r?\n$/);
    for (const [sql, why] of [
      ['DELETE FROM error_events', /^Only a statement that reads/],
      ['WITH gone AS (DELETE FROM error_events RETURNING 1) SELECT * FROM gone', /^Only a stat/],
      ['SELECT 1; SELECT 2', /^Only one statement can be run at a time/],
      [
        'SELECT nothing FROM error_events',
        /^The statement failed: column "nothing" does not exist/,
      ],
    ] as const) {
      const { code, err } = await asked(sql);
      equal(code, 1);
      match(err, why);
    }
    const late = await asked('SELECT pg_sleep(600)', '--timeout', '1s');
    match(late.err, /^The statement took longer than 1 s and was stopped/);
  });

  it('says in one sentence why a server cannot be used, and makes no file of its address', async () => {
    const none = store('x', 'none');
    const closed = `postgres://127.0.0.1:1/x`;
    for (const name of ['query', 'check', 'maintain', 'report', 'compare', 'session']) {
      const words = {
        query: ['--sql', 'SELECT 1'],
        compare: ['--with-from', '1'],
        session: ['list'],
      }[name];
      await assertFails([name, '--db', none, ...(words ?? [])], /has no database none\./);
      await assertFails([name, '--db', closed, ...(words ?? [])], /^No PostgreSQL listens at/);
    }
    const query = (db: string): readonly string[] => ['query', '--db', db, '--sql', 'SELECT 1'];
    await assertFails(query(store('x').replace('@', ':nonsense@')), /refuses the password of/);
    await assertFails(query(`${store('x')}&sslmode=require`), /has no TLS, so nothing was sent/);
    await assertFails(query(`${store('x')}&hostaddr=1`), /unknown: hostaddr/);
    await assertFails(query('postgres:x'), /it must begin with postgres:\/\//);
    ok(!existsSync('postgres:') && !existsSync('postgres:x'));
  });

  it('finds no traffic where nobody collected', async () => {
    const empty = await newPostgresDatabase();
    await assertFails(
      ['query', '--db', store('x', empty.database), '--sql', 'SELECT 1'],
      /has no traffic database yet\. Collect into it first\.$/,
    );
  });
});

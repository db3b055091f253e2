import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { newConnection } from '../../../src/store/sqljs/openConnection';
import { loadSqlEngine } from '../../../src/store/sqljs/sqlEngine';
import { systemStoreClock } from '../../../src/store/file/storeClock';
import { DatabaseAccess } from '../../../src/store/session/databaseAccess';
import { folders, wasmPath } from '../../support/databases';
import { shopClients, shopFile } from '../../support/shop';
import { assertFails, run } from './builtCli';

const clients = shopClients();
/** The capture's own read of the server is no client's. */
const requests = clients.length + 1;
const failed = clients.filter(({ status }) => status >= 400).length;

const count = `SELECT SUM(request_count) AS n FROM metrics_aggregates_minute
  WHERE protocol IN ('http', 'graphql')`;

describe('The command dist/cli.js', function () {
  this.timeout(120_000);
  const folder = folders();

  describe('called wrongly', () => {
    const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
      ['without a command', [], /^No command\.$/],
      ['with an unknown one', ['explode'], /^There is no command explode\.$/],
      ['with a name that every object has', ['toString'], /^There is no command toString\.$/],
      ['without a database', ['query', '--sql', 'SELECT 1'], /^--db is missing\.$/],
      ['without a statement', ['query', '--db', 'x'], /^--sql is missing\.$/],
      [
        'with an unknown format',
        ['query', '--db', 'x', '--sql', 'SELECT 1', '--format', 'xml'],
        /^--format xml is unknown\. Write table, json, csv\.$/,
      ],
      ['without a database to export', ['export'], /^--db is missing\.$/],
      ['without a file to export to', ['export', '--db', 'x'], /^--out is missing\.$/],
      [
        'with an unknown format of exports',
        ['export', '--db', 'x', '--out', 'y', '--format', 'xml'],
        /^--format xml is unknown\. Write sqlite, csv or json\.$/,
      ],
      [
        'with an unknown table',
        ['export', '--db', 'x', '--out', 'y', '--format', 'csv', '--table', 'cats'],
        /^--table cats is unknown\. Write one of requests-by-minute, /,
      ],
      [
        'with a moment that is none',
        ['export', '--db', 'x', '--out', 'y', '--format', 'json', '--from', 'soon'],
        /^--from soon is /,
      ],
      [
        'with an option twice',
        ['export', '--db', 'x', '--out', 'y', '--out', 'z', '--format', 'csv'],
        /^--out is given twice\.$/,
      ],
      [
        'with a table of a whole database',
        ['export', '--db', 'x', '--out', 'y', '--format', 'sqlite', '--table', 'errors'],
        /^--format sqlite exports the whole database/,
      ],
      [
        'with an export that ends before it begins',
        ['export', '--db', 'x', '--out', 'y', '--format', 'csv', '--from', '9', '--to', '9'],
        /^--from must be before --to\.$/,
      ],
      ['without a database to check', ['check'], /^--db is missing\.$/],
      ['without a database to maintain', ['maintain'], /^--db is missing\.$/],
      ['with an unknown option', ['query', '--what'], /--what/],
      ['without an address', ['collect', '--db', 'x'], /^--metrics-url is missing\.$/],
      [
        'with a bad address',
        ['collect', '--db', 'x', '--metrics-url', 'ftp://a'],
        /^ftp:\/\/a is not a server address\. Enter http:\/\/HOST:PORT\.$/,
      ],
      [
        'with a bad duration',
        ['collect', '--db', 'x', '--metrics-url', 'http://a', '--duration', 'soon'],
        /^--duration soon is not a duration/,
      ],
      [
        'with a recording and an address',
        ['collect', '--db', 'x', '--from-recording', 'y', '--metrics-url', 'http://a'],
        /^--from-recording takes no other option than --db\.$/,
      ],
    ];
    for (const [title, words, message] of wrong) {
      it(`${title} says what is wrong and how to call it, and ends with 2`, async () => {
        const { code, out, err } = await run(words);
        const [first = '', ...usage] = err.split('\n');
        deepEqual([code, out], [2, '']);
        match(first, message);
        match(usage.join('\n'), /^Usage: node dist\/cli\.js collect --metrics-url URL/);
        match(usage.join('\n'), /query --db FILE --sql S/);
        match(usage.join('\n'), /export --db FILE --out FILE/);
        match(usage.join('\n'), /maintain --db FILE/);
        match(usage.join('\n'), /check --db FILE/);
      });
    }
  });

  describe('that cannot do it says why in one line and ends with 1', () => {
    it('where there is no database', async () => {
      const db = join(await folder(), 'none.sqlite');
      await assertFails(
        ['query', '--db', db, '--sql', 'SELECT 1'],
        /^There is no database .*none\.sqlite/,
      );
      equal(existsSync(db), false);
    });

    it('where the file is no database', async () => {
      const db = join(await folder(), 'text.sqlite');
      await writeFile(db, 'hello');
      await assertFails(
        ['query', '--db', db, '--sql', 'SELECT 1'],
        /text\.sqlite cannot be read: /,
      );
    });

    const exporting = ['export', '--format', 'csv', '--out', '/dev/null/x'];
    for (const [name = '', ...rest] of [['check'], ['maintain'], exporting]) {
      it(`where ${name} finds no database, or none of ours, which stay as they are`, async () => {
        const absent = join(await folder(), 'none.sqlite');
        await assertFails([name, ...rest, '--db', absent], /^There is no database .*none\.sqlite/);
        equal(existsSync(absent), false);
        const text = join(await folder(), 'text.sqlite');
        await writeFile(text, 'hello '.repeat(100));
        await assertFails(
          [name, ...rest, '--db', text],
          /text\.sqlite cannot be read: it is no SQLite/,
        );
        const foreign = join(await folder(), 'foreign.sqlite');
        await writeFile(foreign, '');
        await assertFails(
          [name, ...rest, '--db', foreign],
          /foreign\.sqlite cannot be read: it is empty/,
        );
        equal((await readFile(foreign)).length, 0);
        deepEqual(await readdir(dirname(foreign)), ['foreign.sqlite']);
      });
    }

    it('where the database is of a newer version, which stays as it was', async () => {
      const db = join(await folder(), 'newer.sqlite');
      const connection = newConnection(await loadSqlEngine(wasmPath), 0);
      connection.execute("INSERT INTO schema_migrations VALUES ('9999_future', 1)");
      await writeFile(db, connection.image());
      connection.close();
      const before = await readFile(db);
      for (const words of [
        ['check'],
        ['maintain'],
        exporting,
        ['export', '--format', 'sqlite', '--out', '/dev/null/x'],
        ['collect', '--from-recording', shopFile],
        ['collect', '--metrics-url', 'http://127.0.0.1:9'],
        ['backfill', '--prometheus-url', 'http://127.0.0.1:9', '--from', '1', '--to', '2'],
      ]) {
        await assertFails(
          [...words, '--db', db],
          /newer\.sqlite was written by a newer version \(it has the migration 9999_future\)\. Update/,
        );
      }
      deepEqual(await readFile(db), before);
      deepEqual(await readdir(dirname(db)), ['newer.sqlite']);
    });

    it('where there is no recording', async () => {
      const from = join(await folder(), 'none.jsonl.br');
      const words = ['collect', '--from-recording', from, '--db', join(await folder(), 'a.sqlite')];
      await assertFails(words, /^The recording .*none\.jsonl\.br cannot be read: /);
    });

    it('where no server ever answered', async () => {
      const db = join(await folder(), 'a.sqlite');
      const refused = createServer().listen(0, '127.0.0.1');
      await once(refused, 'listening');
      const { port } = refused.address() as AddressInfo;
      refused.close();
      await assertFails(
        ['collect', '--metrics-url', `http://127.0.0.1:${port}`, '--db', db, '--duration', '0.1s'],
        /^No answer from 127\.0\.0\.1:\d+: connection refused\. Start MockForge/,
      );
    });
  });

  describe('with a database that it collected', () => {
    let db: string;

    before(async () => {
      db = join(await folder(), 'shop.sqlite');
      const { code, out, err } = await run(['collect', '--from-recording', shopFile, '--db', db]);
      deepEqual([code, out], [0, '']);
      equal(err, `${db} holds ${requests} requests, ${failed} of which failed.\n`);
    });

    it('prints a result in each format', async () => {
      for (const [format, expected] of [
        ['table', `    n\n-----\n${requests}\n`],
        ['csv', `n\n${requests}\n`],
        ['json', `[\n  {\n    "n": ${requests}\n  }\n]\n`],
      ] as const) {
        const outcome = await run(['query', '--db', db, '--sql', count, '--format', format]);
        deepEqual(outcome, { code: 0, out: expected, err: '' });
      }
    });

    it('checks it, and keeps it in order', async () => {
      deepEqual(await run(['check', '--db', db]), { code: 0, out: 'ok\n', err: '' });
      const copy = join(await folder(), 'copy.sqlite');
      await copyFile(db, copy);
      const first = await run(['maintain', '--db', copy]);
      deepEqual([first.code, first.out], [0, 'ok\n'], first.err);
      // Of the recording so much expires with the days that the file may get smaller.
      match(
        first.err,
        /copy\.sqlite: rolled up, [\d,]+ expired rows deleted\.\n([\d.]+\s[kM]B returned to the disk\.\n)?$/,
      );
      const again = await run(['maintain', '--db', copy]);
      deepEqual([again.code, again.out], [0, 'ok\n']);
      match(again.err, /rolled up, 0 expired rows deleted\.\n$/);
    });

    it('gives what was deleted back to the disk', async () => {
      const copy = join(await folder(), 'copy.sqlite');
      await copyFile(db, copy);
      const engine = await loadSqlEngine(wasmPath);
      const access = await DatabaseAccess.open({ file: copy, engine, clock: systemStoreClock });
      await access.write((connection) => {
        connection.execute('CREATE TABLE filler (bytes BLOB)');
        connection.execute('INSERT INTO filler VALUES (zeroblob(30000000)); DROP TABLE filler');
      });
      await access.close();
      const { code, out, err } = await run(['maintain', '--db', copy]);
      deepEqual([code, out], [0, 'ok\n'], err);
      match(err, /rows deleted\.\n3\d(\.\d)?\sMB returned to the disk\.\n$/);
      ok((await stat(copy)).size < 10_000_000);
    });

    it('reports each problem of a database, and exits with 1', async () => {
      const bytes = await readFile(db);
      bytes.fill(0xff, 20 * 4096, 21 * 4096);
      const damaged = join(await folder(), 'damaged.sqlite');
      await writeFile(damaged, bytes);
      const { code, out, err } = await run(['check', '--db', damaged]);
      equal(code, 1);
      match(out, /^SQLite finds a damaged page or index: /);
      const problems = out.trimEnd().split('\n').length;
      match(err, new RegExp(`^${problems} problems? found in .*damaged\\.sqlite\\.\\n$`));
    });

    it('refuses a statement that writes, one that is none, and two at once', async () => {
      for (const [sql, message] of [
        ['DELETE FROM error_events', /^Only a statement that reads can be run here/],
        ['SELEC 1', /^Only a statement that reads can be run here/],
        ['SELECT 1; SELECT 2', /^Only one statement can be run at a time/],
      ] as const) {
        const { code, out, err } = await run(['query', '--db', db, '--sql', sql]);
        deepEqual([code, out, err.trimEnd().split('\n').length], [1, '', 1], err);
        match(err, message);
      }
    });

    it('collects from a server until SIGINT, and leaves what it saw', async function () {
      if (process.platform === 'win32') this.skip();
      const server = createServer((request, response) => {
        const isMetrics = request.url === '/metrics';
        response.writeHead(isMetrics ? 200 : 404, { 'content-type': 'text/plain' });
        response.end(isMetrics ? 'mockforge_uptime_seconds 100\n' : '');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const file = join(await folder(), 'live.sqlite');
      const words = ['collect', '--metrics-url', url, '--admin-url', url, '--db', file];
      const { code, err } = await run(words, (note, stop) => {
        if (note.includes('Collecting from')) stop();
      });
      server.close();
      equal(code, 0, err);
      match(err, /holds 0 requests, 0 of which failed\.\n$/);
      const events = `SELECT COUNT(*) AS n FROM collection_events WHERE kind = 'first_contact'`;
      equal((await run(['query', '--db', file, '--sql', events, '--format', 'csv'])).out, 'n\n1\n');
    });
  });
});

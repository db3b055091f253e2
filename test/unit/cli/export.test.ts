import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { exportTableNames } from '../../../src/store/export/exportRequest';
import { WholeDatabase } from '../store/support/wholeDatabase';
import { folders, wasmPath } from '../../support/databases';
import { writeShopDatabase } from '../../support/shopDatabase';
import type { Outcome } from './builtCli';
import { assertFails, run } from './builtCli';

/** Sends SIGINT as soon as somebody listens. */
const interrupted = `data:text/javascript,process.on('newListener', (name) => {
  if (name === 'SIGINT') process.nextTick(() => process.kill(process.pid, 'SIGINT'));
});`;

interface JsonTable {
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

/** A row as CSV has it. */
function asText(row: JsonTable['rows'][number]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const text = `${value ?? ''}`;
      return [name, typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text];
    }),
  );
}

describe('The command dist/cli.js export', function () {
  this.timeout(120_000);
  const folder = folders();
  let db: string;
  const exported = (file: string, format: string, ...more: readonly string[]): Promise<Outcome> =>
    run(['export', '--db', db, '--format', format, '--out', file, ...more]);

  before(async () => {
    db = join(await folder(), 'shop.sqlite');
    await writeShopDatabase(db);
  });

  it('saves a database as a database', async () => {
    const copy = join(await folder(), 'copy.sqlite');
    const { code, out, err } = await exported(copy, 'sqlite');
    deepEqual([code, out], [0, ''], err);
    match(err, /(^|\n)\d+ %\n/);
    match(err, /copy\.sqlite: exported from .*shop\.sqlite\.\n$/);
    deepEqual(await run(['check', '--db', copy]), { code: 0, out: 'ok\n', err: '' });
    deepEqual(await readdir(dirname(copy)), ['copy.sqlite']);
  });

  it('saves each table of a database, as CSV and as JSON with the same rows', async () => {
    const where = await folder();
    for (const table of exportTableNames) {
      const [csv, json] = [join(where, 'table.csv'), join(where, 'table.json')];
      for (const [file, format] of [
        [csv, 'csv'],
        [json, 'json'],
      ] as const) {
        const { code, err } = await exported(file, format, '--force', '--table', table);
        equal(code, 0, err);
      }
      const { rows } = JSON.parse(await readFile(json, 'utf8')) as JsonTable;
      const records: unknown = parse(await readFile(csv), { bom: true, columns: true });
      deepEqual(records, rows.map(asText), table);
      // No hour of the recording is over.
      equal(rows.length > 0, !/-by-(hour|day)$/.test(table), table);
    }
    deepEqual((await readdir(where)).sort(), ['table.csv', 'table.json']);
  });

  it('saves the errors that are stored, of the span that is asked for', async () => {
    const file = join(await folder(), 'errors.json');
    const middle = `SELECT COUNT(*) AS n, MIN(timestamp) + 300 AS at FROM error_events`;
    const [, line = ''] = (
      await run(['query', '--db', db, '--sql', middle, '--format', 'csv'])
    ).out.split('\n');
    const [total, at = ''] = line.split(',');
    const counts: number[] = [];
    for (const span of [
      ['--to', at],
      ['--from', at],
    ]) {
      equal((await exported(file, 'json', '--force', '--table', 'errors', ...span)).code, 0);
      const { rows } = JSON.parse(await readFile(file, 'utf8')) as JsonTable;
      counts.push(rows.length);
    }
    ok(counts.every((count) => count > 0));
    equal(String(counts.reduce((sum, count) => sum + count, 0)), total);
  });

  it('saves nothing when it is stopped, and says so', async function () {
    if (process.platform === 'win32') this.skip();
    const copy = join(await folder(), 'copy.sqlite');
    await writeFile(copy, 'before');
    const words = ['export', '--db', db, '--format', 'sqlite', '--out', copy, '--force'];
    const { code, out, err } = await run(words, undefined, ['--import', interrupted]);
    deepEqual([code, out], [1, '']);
    match(err, /(^|\n)Stopped\. Nothing was written\.\n$/);
    equal(await readFile(copy, 'utf8'), 'before');
    deepEqual(await readdir(dirname(copy)), ['copy.sqlite']);
  });

  it('says where it cannot write, and leaves nothing', async () => {
    const where = await folder();
    const db = join(where, 'a.sqlite');
    await (await WholeDatabase.open({ file: db, wasmPath })).close();
    for (const format of ['sqlite', 'csv', 'json']) {
      for (const [out, message] of [
        [join(where, 'none', 'x'), /none\/x cannot be written: there is no such folder/],
        [where, /cannot be written: a folder is in its place/],
        [db, /a\.sqlite is a database in use\. Choose another name/],
      ] as const) {
        await assertFails(['export', '--db', db, '--format', format, '--out', out], message);
      }
    }
    deepEqual(await readdir(where), ['a.sqlite']);
  });

  it('says that the database is damaged', async () => {
    const where = await folder();
    const db = join(where, 'a.sqlite');
    await (await WholeDatabase.open({ file: db, wasmPath })).close();
    const damaged = await readFile(db);
    damaged.fill(0xff, 100);
    await writeFile(db, damaged);
    const words = ['export', '--db', db, '--format', 'csv', '--out', join(where, 'x')];
    await assertFails(words, /a\.sqlite .*malformed/);
    deepEqual(await readFile(db), damaged);
    deepEqual(await readdir(where), ['a.sqlite']);
  });
});

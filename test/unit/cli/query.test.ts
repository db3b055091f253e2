import { deepEqual, equal } from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folders, wasmPath } from '../../support/databases';
import { WholeDatabase } from '../store/support/wholeDatabase';
import { assertFails, fastTimers, run } from './builtCli';

const endless =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n';
const hostile = `SELECT 'a' || char(27) || '[2J' AS text, char(0x202e) || 'b' AS "n\u009b"`;

describe('The command query', function () {
  this.timeout(60_000);
  const folder = folders();
  let db: string;
  before(async () => {
    db = join(await folder(), 'a.sqlite');
    await (await WholeDatabase.open({ file: db, wasmPath })).close();
  });

  const query = (sql: string, ...more: readonly string[]): readonly string[] => [
    ...['query', '--db', db, '--sql', sql],
    ...more,
  ];

  it('stops a statement without end after ten seconds', async () => {
    const message = /^The statement took longer than 10 s and was stopped\. /;
    await assertFails(query(endless), message, fastTimers);
  });

  it('stops it when its time-out says so, and leaves nothing', async () => {
    const message = /^The statement took longer than 0\.2 s and was stopped\. Make it read less/;
    await assertFails(query(endless, '--timeout', '0.2s'), message);
    deepEqual(await readdir(dirname(db)), ['a.sqlite']);
  });

  it('waits longer than a timer can where its time-out says so', async () => {
    const { code, out, err } = await run(query('SELECT 1 AS n', '--timeout', '600h'));
    deepEqual([code, out, err], [0, 'n\n-\n1\n', '']);
  });

  it('refuses a time-out that is none', async () => {
    const { code, err } = await run(query('SELECT 1', '--timeout', 'never'));
    equal(code, 2);
    equal(
      err.split('\n')[0],
      '--timeout never is not a duration. Write 90s, 10m or 2h, for example.',
    );
  });

  it('prints nothing that a terminal obeys, as a table, as JSON and where it fails', async () => {
    const table = await run(query(hostile));
    equal(table.out, 'text        n\\u009b\n----------  -------\na\\u001b[2J  \\u202eb\n');
    const json = await run(query(hostile, '--format', 'json'));
    equal(json.out, '[\n  {\n    "text": "a\\u001b[2J",\n    "n\\u009b": "\\u202eb"\n  }\n]\n');
    deepEqual(JSON.parse(json.out), [{ text: 'a\u001b[2J', 'n\u009b': '\u202eb' }]);
    const failed = await run(query('SELECT "a\u001b[31m\nb"()'));
    equal(failed.code, 1);
    equal(/[^\n\P{Cc}]/u.test(failed.err), false);
    equal(failed.err.trimEnd().split('\n').length, 1);
  });

  it('prints as CSV what is there', async () => {
    const { out } = await run(query(hostile, '--format', 'csv'));
    equal(out, 'text,n\u009b\na\u001b[2J,\u202eb\n');
  });
});

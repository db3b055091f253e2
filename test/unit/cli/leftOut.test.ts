import { deepEqual, equal, match } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import initSqlJs from 'sql.js';
import { systemClock } from '../../../src/collector/systemClock';
import { folders, wasmPath } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { WholeDatabase } from '../store/support/wholeDatabase';
import type { Outcome } from './builtCli';
import { codeOf, run, start } from './builtCli';

const leftOut =
  /The latest data beside the database .*a\.sqlite, in .*a\.sqlite-sidecar, is left out: it belongs to another state of the database.*\n/;

describe('What a killed collector left beside a database that another program wrote since', function () {
  this.timeout(120_000);
  const folder = folders();
  let server: MockForgeServer;
  let killed: string;
  let db: string;
  before(async () => {
    const model = new MockForgeModel(systemClock.now());
    server = await MockForgeServer.start(model, systemClock);
    model.serve({ at: systemClock.now() }, { at: systemClock.now() });
    killed = join(await folder(), 'a.sqlite');
    const { metricsUrl, adminUrl } = server;
    const words = ['--metrics-url', metricsUrl, '--admin-url', adminUrl, '--db', killed];
    await killedAfterCommit(start(['collect', ...words]));
  });
  after(() => server.stop());
  beforeEach(async () => {
    db = join(await folder(), 'a.sqlite');
    await copyFile(killed, db);
    await copyFile(`${killed}-sidecar`, `${db}-sidecar`);
  });

  async function killedAfterCommit(child: ChildProcess): Promise<void> {
    for (let heard = ''; !heard.includes('Collecting from');) {
      const [piece] = (await once(child.stderr!, 'data')) as [Buffer];
      heard += piece.toString();
    }
    const ended = codeOf(child);
    child.kill('SIGKILL');
    await ended;
  }

  /** As a native tool does it, which knows nothing of what is beside the file. */
  async function writeByAnother(): Promise<void> {
    const engine = await initSqlJs();
    const database = new engine.Database(await readFile(db));
    database.run('CREATE TABLE mine (x)');
    await writeFile(db, database.export());
    database.close();
  }

  function query(): Promise<Outcome> {
    const sql = 'SELECT COALESCE(SUM(request_count), 0) AS n FROM metrics_aggregates_minute';
    return run(['query', '--db', db, '--sql', sql, '--format', 'csv']);
  }

  it('is read, and nothing said, as long as no other program has written', async () => {
    deepEqual(await query(), { code: 0, out: 'n\n2\n', err: '' });
    deepEqual(await run(['check', '--db', db]), { code: 0, out: 'ok\n', err: '' });
  });

  it('is told by query beside its result', async () => {
    await writeByAnother();
    const { code, out, err } = await query();
    deepEqual([code, out], [0, 'n\n0\n']);
    match(err, new RegExp(`^${leftOut.source}$`));
  });

  it('is wrong, says check', async () => {
    await writeByAnother();
    const { code, out, err } = await run(['check', '--db', db]);
    equal(code, 1);
    match(out, new RegExp(`^${leftOut.source}$`));
    match(err, /^1 problem found in .*a\.sqlite\.\n$/);
  });

  it('is told by export, whatever the format', async () => {
    await writeByAnother();
    for (const format of ['sqlite', 'csv', 'json']) {
      const out = join(dirname(db), `out.${format}`);
      const { code, err } = await run(['export', '--db', db, '--format', format, '--out', out]);
      equal(code, 0, err);
      match(err, new RegExp(`^${leftOut.source}`));
    }
  });

  it('is told by verify', async () => {
    await writeByAnother();
    const { err } = await run(['verify', '--db', db, '--metrics-url', server.metricsUrl]);
    match(err, new RegExp(`^${leftOut.source}`));
  });

  it('is kept under another name by maintain, which says so', async () => {
    await writeByAnother();
    const { code, out, err } = await run(['maintain', '--db', db]);
    deepEqual([code, out], [0, 'ok\n'], err);
    match(err, /belongs to another state/);
    const names = await readdir(dirname(db));
    deepEqual(names.length, 2, names.join(' '));
    match(names.join(' '), /a\.set-aside-\S+\.sqlite-sidecar a\.sqlite$/);
  });

  it('is told where it is damaged, or no file of ours', async () => {
    const bytes = await readFile(`${db}-sidecar`);
    await writeFile(`${db}-sidecar`, Buffer.from(bytes).fill(0xff, 20, 100));
    match((await query()).err, /is left out: its header is damaged\./);
    await writeFile(`${db}-sidecar`, 'mine');
    match((await query()).err, /is left out: it is not one of our files\. Move it away/);
    equal((await run(['check', '--db', db])).code, 1);
    equal(await readFile(`${db}-sidecar`, 'utf8'), 'mine');
  });

  it('is no matter where nothing was in it', async () => {
    await (await WholeDatabase.open({ file: db, wasmPath })).close();
    await writeFile(`${db}-sidecar`, '');
    deepEqual(await query(), { code: 0, out: 'n\n2\n', err: '' });
    deepEqual(await run(['check', '--db', db]), { code: 0, out: 'ok\n', err: '' });
  });
});

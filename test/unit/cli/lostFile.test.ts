import { deepEqual, equal, match } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../src/collector/systemClock';
import { CountedProcess } from '../../support/countedProcess';
import { folders, wasmPath } from '../../support/databases';
import { MockForgeModel } from '../../support/mockForgeModel';
import { MockForgeServer } from '../../support/mockForgeServer';
import { PrometheusModel } from '../../support/prometheusModel';
import { shopFile } from '../../support/shop';
import { minute } from '../../support/times';
import { WholeDatabase } from '../store/support/wholeDatabase';
import { codeOf, run, start } from './builtCli';

const requestsSql = 'SELECT SUM(request_count) AS n FROM metrics_aggregates_minute';
const gone = /a\.sqlite was deleted or moved while it was in use\./;
/** What a commit says, after which collecting goes on; a cleanup may have noticed it before. */
const goesOn = /counts what was not stored/;
const replaced = /Another file replaced the database .*a\.sqlite while/;

/** Deletes a file as soon as the command says something. */
function deletedAtFirstNote(path: string): string {
  return `data:text/javascript,import { rmSync } from 'node:fs';
    const { write } = process.stderr;
    process.stderr.write = (...words) => {
      rmSync(${JSON.stringify(path)}, { force: true });
      return write.apply(process.stderr, words);
    };`;
}

describe('A database that is lost while dist/cli.js works on it', function () {
  this.timeout(120_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  const folder = folders();
  let model: MockForgeModel;
  let server: MockForgeServer;
  let db: string;
  let child: ChildProcess;
  let heard: string;
  beforeEach(async () => {
    model = new MockForgeModel(systemClock.now());
    server = await MockForgeServer.start(model, systemClock);
    db = join(await folder(), 'data', 'a.sqlite');
  });
  afterEach(() => server.stop());

  /** Collects until three requests are stored. */
  async function collect(): Promise<void> {
    serve(3, 200);
    const { metricsUrl, adminUrl } = server;
    const words = ['--metrics-url', metricsUrl, '--admin-url', adminUrl, '--db', db];
    child = start(['collect', ...words]);
    heard = '';
    child.stderr!.on('data', (piece: Buffer) => (heard += piece.toString()));
    await said(/Collecting from/);
  }

  function serve(count: number, status: number): void {
    model.serve(...Array.from({ length: count }, () => ({ at: systemClock.now(), status })));
  }

  async function said(what: RegExp): Promise<void> {
    while (!what.test(heard)) await once(child.stderr!, 'data');
  }

  async function stop(): Promise<number | null> {
    child.kill('SIGINT');
    return codeOf(child);
  }

  /** Loses the file and stops; again where a scheduled scrape came in between, which noticed that and went on. */
  async function lostBeforeTheLastScrape(lose: () => Promise<unknown>): Promise<number | null> {
    for (;;) {
      server.scrapes = 0;
      await collect();
      await lose();
      serve(2, 200);
      const code = await stop();
      if (server.scrapes === 2) return code;
    }
  }

  async function requests(): Promise<string> {
    const { out } = await run(['query', '--db', db, '--sql', requestsSql, '--format', 'csv']);
    return out.split('\n')[1] ?? '';
  }

  const losses: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['deleted', () => rm(db)],
    ['moved away', () => rename(db, join(dirname(db), '..', 'b.sqlite'))],
    ['deleted with its folder', () => rm(dirname(db), { recursive: true })],
  ];
  for (const [what, lose] of losses) {
    it(`(${what}) is replaced by a new one with all that the server still knows`, async () => {
      await collect();
      await lose();
      // A failed request is stored as soon as the log has told it.
      serve(2, 500);
      await said(goesOn);
      match(heard, gone);
      equal(await stop(), 0, heard);
      match(heard, /a\.sqlite holds 5 requests, 2 of which failed\.\n$/);
      deepEqual(await readdir(dirname(db)), ['a.sqlite']);
      equal(await requests(), '5');
      equal((await run(['check', '--db', db])).out, 'ok\n');
    });

    it(`(${what}) ends the command with 1 where that is noticed last, and nothing is made`, async () => {
      equal(await lostBeforeTheLastScrape(lose), 1);
      match(heard, new RegExp(`${gone.source}[^\n]*\n$`));
      equal(/holds|    at /.test(heard), false, heard);
      deepEqual(await readdir(dirname(db)).catch(() => []), []);
    });
  }

  it('and replaced by another of ours goes on in that', async () => {
    const other = join(await folder(), 'b.sqlite');
    await (await WholeDatabase.open({ file: other, wasmPath })).close();
    await collect();
    await rename(other, db);
    serve(2, 500);
    await said(goesOn);
    match(heard, replaced);
    equal(await stop(), 0, heard);
    equal(await requests(), '5');
    deepEqual(await readdir(dirname(db)), ['a.sqlite']);
  });

  const others: readonly (readonly [string, (path: string) => Promise<unknown>, RegExp])[] = [
    ['a text', (path) => writeFile(path, '# my notes\n'), /it is no SQLite database/],
    ['a folder', mkdir, /a folder is in its place/],
  ];
  for (const [what, make, reason] of others) {
    it(`and replaced by ${what} ends the command with 1, and what is there stays`, async () => {
      const other = join(await folder(), 'other');
      await make(other);
      await collect();
      // Nobody may look in between: no folder takes a file's place in one step.
      if (what === 'a folder') rmSync(db);
      renameSync(other, db);
      serve(2, 500);
      await said(goesOn);
      equal(await stop(), 1);
      match(heard, reason);
      match(heard.trimEnd().split('\n').pop() ?? '', replaced);
      deepEqual(await readdir(dirname(db)), ['a.sqlite']);
      if (what === 'a text') equal(await readFile(db, 'utf8'), '# my notes\n');
    });
  }

  it('ends the reading of a recording with 1, since a part of it would be missing', async () => {
    await mkdir(dirname(db));
    child = start(['collect', '--from-recording', shopFile, '--db', db]);
    heard = '';
    child.stderr!.on('data', (piece: Buffer) => (heard += piece.toString()));
    const ended = codeOf(child);
    for (;;) {
      const names = await readdir(dirname(db));
      if (names.includes('a.sqlite-sidecar')) break;
    }
    await rm(db);
    equal(await ended, 1);
    match(heard, new RegExp(`^[^\n]*${gone.source}[^\n]*\n$`));
    deepEqual(await readdir(dirname(db)), []);
  });

  it('ends a backfill with 1, also when it is lost at the very end', async () => {
    const prometheus = await PrometheusModel.start();
    const counted = new CountedProcess('a:1', minute(0));
    for (const n of [0, 1, 700, 701]) {
      counted.serve('GET', 200, 5);
      prometheus.add([counted.scrape(minute(n) + 50)]);
    }
    for (const last of [10, 720]) {
      const span = ['--from', String(minute(0)), '--to', String(minute(last))];
      const words = ['backfill', '--prometheus-url', prometheus.url, '--db', db, ...span];
      const { code, err } = await run(words, undefined, ['--import', deletedAtFirstNote(db)]);
      equal(code, 1, err);
      match(err, gone);
      deepEqual(await readdir(dirname(db)), []);
    }
    await prometheus.stop();
  });
});

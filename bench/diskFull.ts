import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../src/domain/errorMessage';
import { defaultRetention } from '../src/domain/retention';
import { hourSeconds } from '../src/domain/time';
import { WholeDatabase } from '../test/unit/store/support/wholeDatabase';
import { earlierDatabase } from '../test/support/earlierDatabases';
import { inspectBatches } from '../test/support/kills';
import { repositoryRoot } from '../test/support/repository';
import { minuteOfBatch, numberedBatch } from '../test/support/numberedBatches';
import { rowsOf } from '../src/domain/resultTable';
import { noticeOf } from '../test/support/noticeOf';

const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');

/** What diskFull.sh runs on a file system of a few megabytes. */
async function main(folder: string): Promise<void> {
  const file = join(folder, 'target', 'traffic.sqlite');
  const filler = join(folder, 'filler');
  const checkpoints = { frames: 100, milliseconds: Infinity };
  let database = await WholeDatabase.open({ file, wasmPath, checkpoints });
  let acknowledged = 0;
  const commitOne = async (): Promise<string | null> => {
    try {
      if (acknowledged === 0) await database.loadState();
      await database.commit(numberedBatch(acknowledged + 1));
      acknowledged += 1;
      return null;
    } catch (error) {
      return errorMessage(error);
    }
  };

  for (let id = 0; id < 20; id += 1) await commitOne();
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - 600_000)));
  let refusal: string | null = null;
  while (refusal === null) refusal = await commitOne();
  report('disk full', refusal, /the disk is full\. Free some space/);
  const held = acknowledged;
  for (let id = 0; id < 5; id += 1) await commitOne();
  expect(acknowledged === held, 'while the disk is full nothing is acknowledged');

  report('closing on a full disk', await messageFrom(() => database.close()), /the disk is full/);

  rmSync(filler);
  // The refused batch is still in memory and is written first; then it is there already.
  expect((await commitOne()) === null, 'with room again it goes on');
  for (let id = 0; id < 10; id += 1) await commitOne();
  await database.close();
  database = await WholeDatabase.open({ file, wasmPath });
  expect(noticeOf(database.opened) === null, 'opened again without a notice');
  const sql = 'SELECT COUNT(DISTINCT timestamp) AS batches FROM metrics_aggregates_minute';
  const [row] = rowsOf(await database.readSql(sql, 1));
  expect(row?.['batches'] === acknowledged, `${acknowledged} batches acknowledged, all are there`);
  expect((await database.check()) === null, 'nothing is damaged');
  await database.close();

  await upkeepWithoutRoom(folder);
  await migrationWithoutRoom(folder);

  execFileSync('mount', ['-o', 'remount,ro', folder]);
  database = await WholeDatabase.open({ file, wasmPath });
  report('read-only disk', noticeOf(database.opened), /the disk is read-only/);
  expect(rowsOf(await database.readSql(sql, 1))[0]?.['batches'] === acknowledged, 'it is read');
  report('commit there', await messageFrom(() => database.commit(numberedBatch(1))), /read-only/);
  await database.close();
  const fresh = join(folder, 'new', 'traffic.sqlite');
  const opening = await messageFrom(() => WholeDatabase.open({ file: fresh, wasmPath }));
  report('new database there', opening, /the disk is read-only\. Choose another storage folder/);
  execFileSync('mount', ['-o', 'remount,rw', folder]);
}

/** Retention, compaction, a checkpoint and an export, each on a disk that is full until it has failed. */
async function upkeepWithoutRoom(folder: string): Promise<void> {
  const file = join(folder, 'upkeep', 'traffic.sqlite');
  const batches = 60;
  const database = await WholeDatabase.open({ file, wasmPath });
  await database.loadState();
  for (let id = 1; id <= batches; id += 1) await database.commit(numberedBatch(id));
  const retention = {
    now: minuteOfBatch(batches),
    policy: { ...defaultRetention, minuteAggregatesDays: 0.125, errorEventsDays: 0.125 },
    everySeconds: hourSeconds,
  };
  const steps: readonly (readonly [string, RegExp, () => Promise<unknown>])[] = [
    ['retention', /the disk is full/, () => database.retain(retention)],
    ['compaction', /cannot be compacted: the disk is full/, () => database.compact()],
    [
      'the export of a database',
      /cannot be written: the disk is full/,
      () => database.exportTo({ format: 'sqlite', out: `${file}-x` }),
    ],
    ['closing, with a checkpoint', /the disk is full/, () => database.close()],
  ];
  for (const [what, sentence, step] of steps) {
    // What is left of a step must not be in the way of the next one.
    if (what === 'compaction') while ((await database.retain(retention)).nextAt <= retention.now);
    const release = fillUp(folder);
    report(`${what} on a full disk`, await messageFrom(step), sentence);
    expect(!existsSync(`${file}.writing`) && !existsSync(`${file}-x`), `${what} leaves nothing`);
    release();
  }
  expect((await database.compact()).outcome === 'compacted', 'with room again it is compacted');
  await database.commit(numberedBatch(batches + 1));
  await database.close();
  const { kept, torn } = await inspectBatches(file);
  expect(kept === batches + 1 && torn.length === 0, 'every batch is there, and nothing is damaged');
  rmSync(join(folder, 'upkeep'), { recursive: true });
}

/** A database of an earlier version, where there is room for a lock and hardly more. */
async function migrationWithoutRoom(folder: string): Promise<void> {
  const file = join(folder, 'earlier.sqlite');
  const old = earlierDatabase('0002_collecting');
  writeFileSync(file, old);
  const release = fillUp(folder, 16_384);
  const opening = messageFrom(() => WholeDatabase.open({ file, wasmPath }));
  report(
    'migration on a full disk',
    await opening,
    /cannot be upgraded to this version: the disk is full/,
  );
  expect(readFileSync(file).equals(old), 'the database is as it was');
  report('the command maintain there', commandLine('maintain', '--db', file), /the disk is full/);
  release();
  const database = await WholeDatabase.open({ file, wasmPath });
  expect(noticeOf(database.opened) === null, 'with room again it is brought to this version');
  await database.close();
}

/** Leaves so many bytes of the file system; the function returned gives the rest back. */
function fillUp(folder: string, left = 0): () => void {
  const filler = join(folder, 'filler');
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - left)));
  return () => {
    rmSync(filler);
  };
}

/** What the built command says on stderr. */
function commandLine(...words: readonly string[]): string {
  const cli = join(repositoryRoot(), 'dist', 'cli.js');
  return spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8' }).stderr;
}

function report(what: string, sentence: string | null, expected: RegExp): void {
  console.log(`${what}: ${sentence ?? 'nothing was said'}`);
  expect(expected.test(sentence ?? ''), `${what} says ${expected.source}`);
}

function expect(holds: boolean, what: string): void {
  console.log(`${holds ? 'ok' : 'NOT OK'}: ${what}`);
  if (!holds) process.exitCode = 1;
}

async function messageFrom(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}

const [folder] = process.argv.slice(2);
if (folder !== undefined) void main(folder);

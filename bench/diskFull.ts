import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WholeDatabase } from '../test/unit/store/support/wholeDatabase';
import { numberedBatch } from '../test/support/writerProcess';
import { rowsOf } from '../src/domain/resultTable';

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
      return messageOf(error);
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
  expect(database.opened.notice === null, 'opened again without a notice');
  const sql = 'SELECT COUNT(DISTINCT timestamp) AS batches FROM metrics_aggregates_minute';
  const [row] = rowsOf(await database.readSql(sql, 1));
  expect(row?.['batches'] === acknowledged, `${acknowledged} batches acknowledged, all are there`);
  expect((await database.check()) === null, 'nothing is damaged');
  await database.close();

  execFileSync('mount', ['-o', 'remount,ro', folder]);
  database = await WholeDatabase.open({ file, wasmPath });
  report('read-only disk', database.opened.notice, /the disk is read-only/);
  expect(rowsOf(await database.readSql(sql, 1))[0]?.['batches'] === acknowledged, 'it is read');
  report('commit there', await messageFrom(() => database.commit(numberedBatch(1))), /read-only/);
  await database.close();
  const fresh = join(folder, 'new', 'traffic.sqlite');
  const opening = await messageFrom(() => WholeDatabase.open({ file: fresh, wasmPath }));
  report('new database there', opening, /the disk is read-only\. Choose another storage folder/);
  execFileSync('mount', ['-o', 'remount,rw', folder]);
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
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const [folder] = process.argv.slice(2);
if (folder !== undefined) void main(folder);

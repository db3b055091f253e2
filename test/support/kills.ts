import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { checkDatabase } from '../../src/store/check/checkDatabase';
import type { Connection } from '../../src/store/database/connection';
import { loadSqlEngine } from '../../src/store/sqljs/sqlEngine';
import { ifThere } from '../../src/store/file/fileError';
import { FrameIndex } from '../../src/store/file/frameIndex';
import { OpenFile } from '../../src/store/file/openFile';
import { readGeneration, sidecarPath } from '../../src/store/file/sidecar';
import { framesStart } from '../../src/store/file/sidecarFormat';
import { systemStoreClock } from '../../src/store/file/storeClock';
import { lockPath } from '../../src/store/file/writeLock';
import { DatabaseAccess } from '../../src/store/session/databaseAccess';
import { ReadingSession } from '../../src/store/session/readingSession';
import { WholeDatabase } from '../unit/store/support/wholeDatabase';
import { readWatermarks } from '../../src/store/state/watermarks';
import { earlierDatabase } from './earlierDatabases';
import type { Activity } from './writerProtocol';
import { expectedRows, minuteOfBatch } from './numberedBatches';
import { wasmPath, Writer } from './writers';
import { findingText } from '../../src/sentences/findingText';
import { english } from '../../src/sentences/localize';
import { noticeOf } from './noticeOf';

/** What a writer was doing when it was killed: as it said, and as the files show it. */
export type Phase = Activity | 'between commits' | 'checkpoint' | 'migration';

export interface Kill {
  readonly phase: Phase;
  /** Acknowledged batches that are not in the database. */
  readonly lost: number;
  /** What else is wrong with the database afterwards; empty when nothing is. */
  readonly torn: readonly string[];
}

/** So few frames that about every third commit ends with a checkpoint. */
const fewFrames = 300;

/** When a writer is killed: after so many acknowledged batches and a while more, or in a call that changes a file. */
export type KillPoint =
  | { readonly batches: number; readonly whileMs: number }
  /** Calls are counted while it is about that. A checkpoint comes after so many frames, or every third commit. */
  | { readonly during: Activity; readonly call: number; readonly frames?: number };

/** Starts a writer on a file, kills it, reopens the database and looks at all of it. Leaves a plain SQLite file. */
export async function killWriter(file: string, point: KillPoint): Promise<Kill> {
  const death = 'during' in point ? point : undefined;
  const isCompacting = death?.during === 'compaction' || death?.during === 'replacement';
  if (isCompacting) await makeFreePages(file);
  const writer = await Writer.start(file, death?.frames ?? fewFrames, death);
  if (isCompacting) writer.compact();
  await writer.run('batches' in point ? point.batches : Infinity, death?.during === 'retention');
  if ('batches' in point) await delay(point.whileMs);
  await writer.kill();
  const phase = phaseOf(file, writer.activity, death !== undefined);
  outwaitUnfinishedLock(file);
  const { acknowledged } = writer;
  const { kept, torn } = await inspectBatches(file);
  return { phase, lost: Math.max(0, acknowledged - kept), torn };
}

/** Kills a writer in a call of its opening a database of an earlier version, at a path where there is none. */
export async function killMigration(file: string, version: string, call: number): Promise<Kill> {
  await writeFile(file, earlierDatabase(version));
  const writer = await Writer.start(file, fewFrames, { during: 'start', call });
  await writer.kill();
  outwaitUnfinishedLock(file);
  const { kept, torn } = await reopen(file, (connection) => ({
    kept: connection.all('SELECT 1 FROM metrics_aggregates_minute').length,
    torn: [],
  }));
  return { phase: 'migration', lost: Math.max(0, earlierMinuteRows - kept), torn };
}

/** In each database of an earlier version. */
const earlierMinuteRows = 4;

/** Ten seconds later, as far as a lock is concerned over whose writing a process was killed. */
export function outwaitUnfinishedLock(file: string): void {
  const lock = lockPath(file);
  if (!existsSync(lock) || readFileSync(lock, 'utf8').endsWith('}')) return;
  const then = Date.now() / 1000 - 10;
  utimesSync(lock, then, then);
}

/** So many that a compaction pays. */
async function makeFreePages(file: string): Promise<void> {
  const engine = await loadSqlEngine(wasmPath);
  const access = await DatabaseAccess.open({ file, engine, clock: systemStoreClock });
  await access.write((connection) => {
    const bytes = connection.first('SELECT page_count * 4096 AS n FROM pragma_page_count');
    connection.execute('CREATE TABLE filler (bytes BLOB)');
    connection.run('INSERT INTO filler VALUES (zeroblob(:bytes))', {
      bytes: bytes?.number('n') ?? 0,
    });
    connection.execute('DROP TABLE filler');
  });
  await access.close();
}

/** How many batches a database holds, and what does not fit to that. */
export interface Found {
  readonly kept: number;
  readonly torn: readonly string[];
}

/** Opens a database of numbered batches that nobody has open, looks at all of it, and closes it. */
export function inspectBatches(file: string): Promise<Found> {
  return reopen(file, tornBatches);
}

/** Opens the database after a kill, looks at it, and closes it. */
async function reopen(file: string, look: (connection: Connection) => Found): Promise<Found> {
  const database = await WholeDatabase.open({ file, wasmPath });
  const session = new ReadingSession(await loadSqlEngine(wasmPath), file);
  try {
    return await session.read((connection) => {
      const { kept, torn } = look(connection);
      const notice = noticeOf(database.opened);
      return {
        kept,
        torn: [
          ...(notice ? [notice] : []),
          ...checkDatabase(connection).map((each) => findingText(each, english)),
          ...torn,
        ],
      };
    });
  } finally {
    session.close();
    await database.close();
  }
}

/** Minutes that retention has taken are still in their hours, which are kept. */
function tornBatches(connection: Connection): Found {
  const state = connection.first("SELECT value FROM collector_state WHERE key = 'batch_id'");
  const kept = Number(state?.text('value') ?? 0);
  const { minutesFrom, rolledUntil } = readWatermarks(connection);
  const expired = Array.from({ length: kept }, (_, index) => index + 1).filter(
    (id) => minuteOfBatch(id) < minutesFrom,
  ).length;
  const sums = connection.first(
    `SELECT
       (SELECT COUNT(*) FROM metrics_aggregates_minute) AS rows,
       (SELECT COALESCE(SUM(request_count), 0) FROM metrics_aggregates_minute WHERE timestamp >= :rolledUntil)
         + (SELECT COALESCE(SUM(request_count), 0) FROM metrics_aggregates_hour) AS requests,
       (SELECT COALESCE(SUM(total_requests), 0) FROM endpoint_stats) AS increments`,
    { rolledUntil },
  );
  const { rows, requests } = expectedRows(kept);
  const isWhole =
    sums?.number('rows') === rows - expectedRows(expired).rows &&
    sums.number('requests') === requests &&
    sums.number('increments') === rows;
  return { kept, torn: isWhole ? [] : [`the rows are not those of ${kept} batches`] };
}

/** @param isInCall whether it died in a call that changes a file: a whole commit that is not synced does not tell */
function phaseOf(file: string, activity: Activity, isInCall: boolean): Phase {
  const sidecar = ifThere(() => new OpenFile(sidecarPath(file), 'r'));
  if (!sidecar || activity === 'start') {
    sidecar?.close();
    return 'start';
  }
  try {
    if (activity === 'compaction' || activity === 'replacement') return activity;
    const index = FrameIndex.of(sidecar);
    if (!index || readGeneration(sidecar) % 2 === 1) return 'checkpoint';
    if (activity === 'retention') return activity;
    index.readOn(sidecar);
    return isInCall || hasBegunFrame(sidecar, index) ? 'write' : 'between commits';
  } finally {
    sidecar.close();
  }
}

/** Whether the frame after the last commit bears this sidecar's salts: its transaction was not finished. */
function hasBegunFrame(sidecar: OpenFile, index: FrameIndex): boolean {
  const saltsAt = 8;
  const salts = Buffer.alloc(8);
  const next = framesStart + index.end.frames * index.frameBytes;
  return sidecar.readAt(salts, next + saltsAt) === 8 && salts.equals(index.header.salts);
}

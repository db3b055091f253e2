import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ifThere } from '../../src/store/file/fileError';
import { FrameIndex } from '../../src/store/file/frameIndex';
import { OpenFile } from '../../src/store/file/openFile';
import { readGeneration, sidecarPath } from '../../src/store/file/sidecar';
import { framesStart } from '../../src/store/file/sidecarFormat';
import { lockPath } from '../../src/store/file/writeLock';
import { systemStoreClock } from '../../src/store/file/storeClock';
import { loadSqlEngine } from '../../src/store/database/sqlEngine';
import { DatabaseAccess } from '../../src/store/session/databaseAccess';
import { ReadingSession } from '../../src/store/session/readingSession';
import { TrafficDatabase } from '../../src/store/trafficDatabase';
import { expectedRows } from './writerProcess';
import { wasmPath, Writer } from './writers';

/** What a writer was doing when it was killed, as the files show it. */
export type Phase = 'start' | 'write' | 'checkpoint' | 'compaction' | 'between commits';

export interface Kill {
  readonly phase: Phase;
  /** The last batch that was acknowledged, 0 for none, and the last that is in the database. */
  readonly acknowledged: number;
  readonly kept: number;
  /** What is wrong with the database afterwards; empty when nothing is. */
  readonly defects: readonly string[];
}

/** Few frames, so that about every third commit ends with a checkpoint. */
const checkpointFrames = 300;

/** When a writer is killed: after so many acknowledged batches and a while more, or in a call that changes a file. */
export type KillPoint =
  | { readonly batches: number; readonly whileMs: number }
  /** A writer that is to be killed over a compaction begins with one. */
  | { readonly call: number; readonly isCompacting?: boolean };

/** Starts a writer on a file, kills it, reopens the database and looks at all of it. */
export async function killWriter(file: string, point: KillPoint): Promise<Kill> {
  const isCompacting = 'call' in point && point.isCompacting === true;
  if (isCompacting) await makeFreePages(file);
  const writer = await Writer.start(
    file,
    checkpointFrames,
    'call' in point ? point.call : undefined,
  );
  if (isCompacting) writer.compact();
  await writer.run('call' in point ? Infinity : point.batches);
  if ('batches' in point) await delay(point.whileMs);
  await writer.kill();
  outwaitUnfinishedLock(file);
  const { acknowledged } = writer;
  const phase = phaseOf(file);
  const database = await TrafficDatabase.open({ file, wasmPath });
  try {
    const notice = database.opened.notice;
    const { kept, defects } = await inspect(file);
    return {
      phase,
      acknowledged,
      kept,
      defects: [
        ...defects,
        ...(notice === null ? [] : [notice]),
        ...(kept < acknowledged ? [`${acknowledged - kept} batches lost`] : []),
      ],
    };
  } finally {
    await database.close();
  }
}

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

async function inspect(file: string): Promise<{ kept: number; defects: string[] }> {
  const session = new ReadingSession(await loadSqlEngine(wasmPath), file);
  try {
    return await session.read((connection) => {
      const check = connection
        .all('PRAGMA integrity_check')
        .map((row) => row.text('integrity_check'));
      const state = connection.first("SELECT value FROM collector_state WHERE key = 'batch_id'");
      const kept = Number(state?.text('value') ?? 0);
      const sums = connection.first(
        'SELECT COUNT(*) AS n, COALESCE(SUM(request_count), 0) AS requests FROM metrics_aggregates_minute',
      );
      const expected = expectedRows(kept);
      const defects = check.filter((line) => line !== 'ok');
      if (sums?.number('n') !== expected.rows || sums.number('requests') !== expected.requests) {
        defects.push(`the rows are not those of ${kept} batches`);
      }
      return { kept, defects };
    });
  } finally {
    session.close();
  }
}

function phaseOf(file: string): Phase {
  if (existsSync(`${file}.writing`)) return 'compaction';
  const sidecar = ifThere(() => new OpenFile(sidecarPath(file), 'r'));
  if (!sidecar) return 'start';
  try {
    const index = FrameIndex.of(sidecar);
    if (!index) return 'start';
    if (readGeneration(sidecar) % 2 === 1) return 'checkpoint';
    index.readOn(sidecar);
    return hasBegunFrame(sidecar, index) ? 'write' : 'between commits';
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

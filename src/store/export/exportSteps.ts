import { existsSync, lstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { SqlEngine } from '../sqljs/sqlEngine';
import { ifThere } from '../file/fileError';
import { identityAt } from '../file/fileIdentity';
import { obstacleAt, pathOfFile } from '../file/obstacle';
import { sidecarPath } from '../file/sidecar';
import { lockPath } from '../file/writeLock';
import { ReadingSession } from '../session/readingSession';
import { StoreError } from '../storeError';
import { copyDatabase } from './copyDatabase';
import { exportError } from './exportError';
import type { ExportControl, ExportRequest, ExportTarget } from './exportRequest';
import { UnfinishedFile } from './unfinishedFile';
import { writeTable } from './writeTable';

/** The database that is exported. */
export interface ExportSource {
  readonly engine: SqlEngine;
  /** Absolute path. */
  readonly file: string;
}

/**
 * Exports a database that may be in use, in pieces of some milliseconds; after each it yields the share that is
 * done, 0 to 1. The file has its name once it is whole; ended before, by an error or by return(), it is not there.
 * Throws StoreErrors.
 */
export async function* exportSteps(
  { engine, file }: ExportSource,
  request: ExportRequest,
): AsyncGenerator<number, void> {
  const source = { engine, file: pathOfFile(file) };
  const out = orExportError(request.out, () => {
    refuseDatabaseInUse(source.file, request.out);
    refuseOccupied(request);
    return new UnfinishedFile(request.out);
  });
  try {
    yield* request.format === 'sqlite'
      ? copyDatabase(source.file, out)
      : tableSteps(source, request, out);
    // It may have come meanwhile.
    refuseOccupied(request);
    out.finish();
  } catch (error) {
    throw exportError(error, request.out);
  } finally {
    out.abandon();
  }
}

/**
 * Does all of an export; others have their turn between its pieces. False when the signal ended it. Rejects with a
 * StoreError.
 */
export async function exportDatabase(
  source: ExportSource,
  request: ExportRequest,
  { onProgress, signal }: ExportControl = {},
): Promise<boolean> {
  for await (const done of exportSteps(source, request)) {
    onProgress?.(done);
    await setImmediate();
    if (signal?.aborted) return false;
  }
  return true;
}

async function* tableSteps(
  { engine, file }: ExportSource,
  request: Exclude<ExportRequest, { format: 'sqlite' }>,
  out: UnfinishedFile,
): AsyncGenerator<number, void> {
  const session = new ReadingSession(engine, file);
  try {
    yield* writeTable(session, request, out);
  } finally {
    session.close();
  }
}

/** Another file in the place of a database would take its last commits for its own, or lose them. */
function refuseDatabaseInUse(file: string, out: string): void {
  const there = identityAt(out);
  const isSource = there !== undefined && there === identityAt(file);
  if (!isSource && ![sidecarPath(out), lockPath(out)].some((path) => existsSync(path))) return;
  throw new StoreError({ kind: 'export_onto_database', out });
}

/** Only a file gives way, and only where that was agreed to: never a folder, a device, a pipe or a link. */
function refuseOccupied({ out, keepsExisting }: ExportTarget): void {
  const there = ifThere(() => lstatSync(out));
  if (!there) return;
  const obstacle = there.isSymbolicLink() ? 'link' : obstacleAt(out);
  if (obstacle !== undefined) throw new StoreError({ kind: 'export_obstacle', out, obstacle });
  if (keepsExisting) throw new StoreError({ kind: 'export_exists', out });
}

function orExportError<Result>(out: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw exportError(error, out);
  }
}

import { existsSync, lstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { SqlEngine } from '../sqljs/sqlEngine';
import type { Reading } from '../database/reading';
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

/** The database file that is exported. */
export interface ExportedFile {
  readonly engine: SqlEngine;
  /** Absolute path. */
  readonly file: string;
}

/** The store of a server that is exported. */
export interface ExportedStore {
  readonly reading: Reading;
  /** For people. */
  readonly name: string;
}

/**
 * Exports a database that may be in use, in pieces of some milliseconds; after each it yields the share that is
 * done, 0 to 1. The file has its name once it is whole; ended before, by an error or by return(), it is not there.
 * Throws StoreErrors.
 */
export async function* exportSteps(
  exported: ExportedFile | ExportedStore,
  request: ExportRequest,
): AsyncGenerator<number, void> {
  const source = 'file' in exported ? { ...exported, file: pathOfFile(exported.file) } : exported;
  const out = orExportError(request.out, () => {
    refuseDatabaseInUse('file' in source ? source.file : null, request.out);
    refuseOccupied(request);
    return new UnfinishedFile(request.out);
  });
  try {
    if (request.format !== 'sqlite') yield* tableSteps(source, request, out);
    else if ('file' in source) yield* copyDatabase(source.file, out);
    else throw new StoreError({ kind: 'export_needs_file', store: source.name });
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
  source: ExportedFile,
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
  source: ExportedFile | ExportedStore,
  request: Exclude<ExportRequest, { format: 'sqlite' }>,
  out: UnfinishedFile,
): AsyncGenerator<number, void> {
  if ('reading' in source) {
    yield* writeTable(source.reading, request, out);
    return;
  }
  const session = new ReadingSession(source.engine, source.file);
  try {
    yield* writeTable(session, request, out);
  } finally {
    session.close();
  }
}

/** Another file in the place of a database would take its last commits for its own, or lose them. */
function refuseDatabaseInUse(file: string | null, out: string): void {
  const there = identityAt(out);
  const isSource = there !== undefined && file !== null && there === identityAt(file);
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

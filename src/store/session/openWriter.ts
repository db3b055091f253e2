import { readFileSync } from 'node:fs';
import { newDatabase, openConnection } from '../sqljs/openConnection';
import type { OpenedConnection } from '../sqljs/openConnection';
import { wasWrittenByUs } from '../database/ownDatabase';
import { keepsPageImages } from '../sqljs/pageHook';
import type { SqlEngine } from '../sqljs/sqlEngine';
import { toSeconds } from '../../domain/time';
import type { DatabaseFile } from '../file/databaseFile';
import { fileError } from '../file/fileError';
import { refuseUnfinishedJournal } from '../file/nativeJournal';
import { openPagedFile } from '../file/openPagedFile';
import { PageImage } from '../file/pageImage';
import type { PagedFile } from '../file/pagedFile';
import { isSidecar, sidecarPath } from '../file/sidecar';
import type { StoreClock } from '../file/storeClock';
import type { WriteLock } from '../file/writeLock';
import { StoreError } from '../storeError';
import type { DatabaseDefect, SidecarDefect, StoreFault } from '../storeFault';
import type { DatabaseSession } from './databaseSession';
import type { CheckpointRule } from './pagedSession';
import { PagedSession } from './pagedSession';
import { SnapshotSession } from './snapshotSession';

/** What is needed to open a database for writing. */
export interface WriterOptions {
  readonly file: DatabaseFile;
  readonly engine: SqlEngine;
  readonly clock: StoreClock;
  /** Held by the caller. */
  readonly lock: WriteLock;
  readonly checkpoints: CheckpointRule;
  /** Whether the file lies in a folder of ours: what is damaged there is set aside. */
  readonly isOwnFolder: boolean;
  /** False where sql.js was seen not to bring every page to the file. */
  readonly isPaged: boolean;
}

/** A database opened for writing, and how that went. */
export interface OpenedWriter {
  readonly session: DatabaseSession;
  readonly created: boolean;
  /** Bytes of the file as it was found; 0 when there was none. */
  readonly sizeBytes: number;
  /** Whether the last writer did not close: a crash, or a power cut. */
  readonly recovered: boolean;
  /** False where the file is saved as a whole. */
  readonly isPaged: boolean;
  /** What was set aside or given up. */
  readonly notices: readonly StoreFault[];
}
type Attempt =
  | { readonly session: DatabaseSession; readonly recovered: boolean }
  | { readonly defect: DatabaseDefect }
  | { readonly sidecarDefect: SidecarDefect };

/**
 * Opens the database of a file, or a new one where there is none, or an empty one. In a folder of ours, a damaged
 * database of ours is set aside with a notice, never deleted. Rejects with a StoreError for one elsewhere, for what is
 * no database of ours, for one of a newer version, for one that another program has not finished writing, and for one
 * that cannot be read or written.
 */
export async function openWriter(options: WriterOptions): Promise<OpenedWriter> {
  const { file, engine } = options;
  const notices: StoreFault[] = [];
  const isPaged = options.isPaged && keepsPageImages(engine);
  if (!isPaged) notices.push({ kind: 'kept_in_memory', file: file.path });
  let created = false;
  refuseUnfinishedJournal(file.path);
  file.removeUnfinished();
  for (;;) {
    const sizeBytes = file.sizeBytes ?? 0;
    if (sizeBytes === 0) {
      notices.push(...setSidecarAside(options, 'database_gone'));
      const bytes = newDatabase(engine, nowSeconds(options));
      if (file.sizeBytes === undefined) await file.write(bytes);
      else file.fill(bytes);
      created = true;
    }
    const attempt = isPaged ? openPages(options) : openWhole(options);
    if ('session' in attempt) {
      return { ...attempt, created, sizeBytes: created ? 0 : sizeBytes, isPaged, notices };
    }
    if (created) {
      throw new StoreError({ kind: 'unusable_new_database', file: file.path });
    }
    notices.push(
      ...('defect' in attempt
        ? setDatabaseAside(options, attempt.defect)
        : setSidecarAside(options, attempt.sidecarDefect)),
    );
  }
}

function openPages(options: WriterOptions): Attempt {
  const { file, engine, lock, clock, checkpoints } = options;
  const found = openFiles(file.path);
  if (!('pages' in found)) return found;
  const { pages, recovered } = found;
  const image = new PageImage(pages, pages.sizeBytes);
  const now = nowSeconds(options);
  const opened = connect(() => openConnection(engine, image, file.path, now), pages);
  if ('defect' in opened) return opened;
  const { connection } = opened;
  try {
    pages.commit();
  } catch (error) {
    connection.close();
    pages.leave();
    throw fileError(error, 'upgrade', file.path);
  }
  const parts = { file, engine, connection, pages, lock, clock, checkpoints };
  return { session: new PagedSession(parts), recovered };
}

function openWhole(options: WriterOptions): Attempt {
  const { file, engine, lock, clock } = options;
  const found = openFiles(file.path);
  if (!('pages' in found)) return found;
  found.pages.close();
  const opened = openConnection(engine, readFileSync(file.path), file.path, nowSeconds(options));
  if ('defect' in opened) return opened;
  const { connection, migrated } = opened;
  const session = new SnapshotSession({ file, connection, lock, clock, isSaved: !migrated });
  return { session, recovered: found.recovered };
}

function openFiles(path: string): ReturnType<typeof openPagedFile> {
  try {
    return openPagedFile(path);
  } catch (error) {
    throw fileError(error, 'open', path);
  }
}

/** Leaves the files as they were found when the database cannot be used. */
function connect(open: () => OpenedConnection, pages: PagedFile): OpenedConnection {
  let opened: OpenedConnection | undefined;
  try {
    opened = open();
    return opened;
  } finally {
    if (!opened || 'defect' in opened) pages.leave();
  }
}

function setDatabaseAside(
  { file, clock, isOwnFolder }: WriterOptions,
  defect: DatabaseDefect,
): readonly StoreFault[] {
  if (!isOwnFolder || !wasWrittenByUs(file.path)) {
    throw new StoreError({ kind: 'unusable_database', file: file.path, defect });
  }
  const aside = file.setAside(clock.now());
  return [{ kind: 'database_set_aside', file: file.path, defect, aside }];
}

function setSidecarAside(
  { file, clock, isOwnFolder }: WriterOptions,
  defect: SidecarDefect,
): readonly StoreFault[] {
  const sidecar = sidecarPath(file.path);
  if (!isOwnFolder && isSidecar(sidecar) === false) {
    throw new StoreError({ kind: 'foreign_sidecar', sidecar, file: file.path });
  }
  const aside = file.setSidecarAside(clock.now());
  if (aside === undefined) return [];
  return [{ kind: 'sidecar_set_aside', file: file.path, defect, aside }];
}

function nowSeconds({ clock }: WriterOptions): number {
  return toSeconds(clock.now());
}

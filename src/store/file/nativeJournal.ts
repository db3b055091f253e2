import { statSync } from 'node:fs';
import { StoreError } from '../storeError';
import { fileError, ifThere } from './fileError';
import { OpenFile } from './openFile';

/** Bytes of the header of SQLite's write-ahead log; a shorter log holds nothing. */
const logHeaderBytes = 32;

/**
 * The path of a journal that native SQLite left beside a database in the middle of its work: with it, not without it,
 * the file is whole (https://www.sqlite.org/tempfiles.html). Undefined when there is none. Throws what the file
 * system throws.
 */
export function unfinishedJournal(databasePath: string): string | undefined {
  const [journal, log] = [`${databasePath}-journal`, `${databasePath}-wal`];
  if (firstByte(journal) > 0) return journal;
  return (ifThere(() => statSync(log).size) ?? 0) > logHeaderBytes ? log : undefined;
}

/**
 * While another program is in the middle of writing, a read would give halves, and what we wrote would be overwritten
 * when it, or the next native tool, rolls its journal back.
 * @throws StoreError
 */
export function refuseUnfinishedJournal(databasePath: string): void {
  let journal: string | undefined;
  try {
    journal = unfinishedJournal(databasePath);
  } catch (error) {
    throw fileError(error, 'read', databasePath);
  }
  if (journal === undefined) return;
  throw new StoreError({ kind: 'unfinished_journal', file: databasePath, journal });
}

/** 0 also without a file: SQLite empties a finished journal that it keeps. */
function firstByte(path: string): number {
  const file = ifThere(() => new OpenFile(path, 'r'));
  if (file === undefined) return 0;
  try {
    const bytes = new Uint8Array(1);
    file.readAt(bytes, 0);
    return bytes[0] ?? 0;
  } finally {
    file.close();
  }
}

import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import readIdentity from '../../../sql/compaction/readIdentity.sql';
import { closeBroken, SqlJsConnection } from '../sqljs/sqlJsConnection';
import type { SqlEngine } from '../sqljs/sqlEngine';
import { NewFile } from '../file/newFile';
import { PageImage } from '../file/pageImage';
import type { PagedFile } from '../file/pagedFile';
import type { Connection } from '../database/connection';
import { copyRows } from './copyRows';
import type { CopyRule } from './copyRows';

/** What is copied, and where to. */
export interface CopyOptions {
  readonly engine: SqlEngine;
  /** Nobody may write them until the copy is done. */
  readonly pages: PagedFile;
  /** Of the new file; what is there is deleted. */
  readonly path: string;
  readonly rule: CopyRule;
  /** Does something with the copy before it is done. */
  readonly finish: (copy: Connection) => void;
  /** Called between two pieces; false or an error ends the copying. */
  readonly goOn: () => boolean;
}

/**
 * Copies a database into a new file without its free pages. Other work has its turn between two pieces. False when it
 * was ended; then, as after an error, there is no new file. Rejects with what the file system or SQLite throws.
 */
export async function compactedCopy(options: CopyOptions): Promise<boolean> {
  const { engine, pages, path } = options;
  const source = new SqlJsConnection(engine, new PageImage(readOnly(pages), pages.sizeBytes));
  let isDone = false;
  try {
    rmSync(path, { force: true });
    isDone = await copyInto(source, options);
    return isDone;
  } finally {
    closeBroken(source);
    if (!isDone) rmSync(path, { force: true });
  }
}

async function copyInto(
  source: SqlJsConnection,
  { engine, path, rule, finish, goOn }: CopyOptions,
): Promise<boolean> {
  const beginning = emptyDatabase(engine, source);
  const file = NewFile.create(path, beginning);
  try {
    const target = new SqlJsConnection(engine, new PageImage(file, beginning.length));
    try {
      const pieces = copyRows(source, target, rule);
      while (pieces.next().done !== true) {
        await setImmediate();
        if (!goOn()) return false;
      }
      finish(target);
    } finally {
      closeBroken(target);
    }
    file.finish();
    return true;
  } finally {
    file.close();
  }
}

/** A database without tables that is otherwise what the source is. */
function emptyDatabase(engine: SqlEngine, source: SqlJsConnection): Uint8Array {
  const identity = source.first(readIdentity);
  const connection = new SqlJsConnection(engine);
  try {
    for (const name of ['page_size', 'application_id', 'user_version']) {
      connection.execute(`PRAGMA ${name} = ${identity?.number(name) ?? 0}`);
    }
    // Without a table SQLite would keep the old page size.
    connection.execute('VACUUM');
    return connection.image();
  } finally {
    connection.close();
  }
}

function readOnly(pages: PagedFile): ConstructorParameters<typeof PageImage>[0] {
  return {
    pageSize: pages.pageSize,
    readPage: (page) => pages.readPage(page),
    writePage: (page) => {
      throw new Error(`page ${page} is only being copied and cannot be written`);
    },
  };
}

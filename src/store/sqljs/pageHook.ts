import readProbe from '../../../sql/schema/readProbe.sql';
import writeProbe from '../../../sql/schema/writeProbe.sql';
import type { PageStorage } from '../file/pageImage';
import { PageImage } from '../file/pageImage';
import { SqlJsConnection } from './sqlJsConnection';
import type { SqlEngine } from './sqlEngine';

const pageSize = 4096;

/**
 * Whether this sql.js keeps a PageImage as the contents of a database, which nothing promises: what one
 * connection writes through one must be in its pages, where a second connection finds it.
 */
export function keepsPageImages(engine: SqlEngine): boolean {
  const pages = new PagesInMemory(emptyDatabase(engine));
  try {
    pages.use(engine, (connection) => {
      connection.execute(writeProbe);
    });
    return pages.use(engine, (connection) => connection.first(readProbe)?.text('word') === 'kept');
  } catch {
    return false;
  }
}

/** A database of one page, which sql.js needs to begin with. */
function emptyDatabase(engine: SqlEngine): Uint8Array {
  const connection = new SqlJsConnection(engine);
  try {
    connection.execute('PRAGMA user_version = 1');
    return connection.image();
  } finally {
    connection.close();
  }
}

class PagesInMemory implements PageStorage {
  readonly pageSize = pageSize;
  readonly #pages: Uint8Array[];

  constructor(firstPage: Uint8Array) {
    this.#pages = [firstPage];
  }

  readPage(page: number): Uint8Array {
    return this.#pages[page - 1] ?? new Uint8Array(pageSize);
  }

  writePage(page: number, bytes: Uint8Array): void {
    this.#pages[page - 1] = Uint8Array.from(bytes);
  }

  use<Result>(engine: SqlEngine, work: (connection: SqlJsConnection) => Result): Result {
    const connection = new SqlJsConnection(
      engine,
      new PageImage(this, this.#pages.length * pageSize),
    );
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  }
}

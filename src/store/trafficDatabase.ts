import { resolve } from 'node:path';
import type { BackfillBatch, CoveredSpan } from '../domain/backfill';
import type { CollectionEvent, CommitBatch } from '../domain/commitBatch';
import type { ResultTable } from '../domain/resultTable';
import { toSeconds } from '../domain/time';
import type { DashboardData, DashboardQuery } from '../protocol/dashboardData';
import type { Explanation, ExplainQuery } from '../protocol/explanation';
import type {
  ErrorGroup,
  ServerRestarts,
  TimeSpan,
  TopEndpoint,
  TrafficSummary,
} from '../protocol/readModels';
import { stateNumber, stateText } from './commit/collectorState';
import { commitBatch } from './commit/commitBatch';
import { writeBackfill } from './commit/writeBackfill';
import { writeEvent } from './commit/writeEvent';
import type { Connection } from './database/connection';
import { newConnection, openConnection } from './database/openConnection';
import { loadSqlEngine } from './database/sqlEngine';
import { DatabaseFile } from './file/databaseFile';
import { Saver } from './file/saver';
import type { StoreClock } from './file/storeClock';
import { systemStoreClock } from './file/storeClock';
import type { NamedQuery } from './namedQueries';
import { namedQueries } from './namedQueries';
import { readCoveredSpans } from './readModels/coveredSpans';
import { readDashboard } from './readModels/dashboard';
import { readExplanation } from './readModels/explanation';
import { readErrorGroups } from './readModels/errorGroups';
import { readRestarts } from './readModels/restarts';
import { readSummary } from './readModels/summary';
import { readTopEndpoints } from './readModels/topEndpoints';
import { readSql } from './readSql';
import { asStoreError, StoreError } from './storeError';
import type { OpenReport, TrafficStore } from './trafficStore';

/** Rows of a named query at most; none of them is meant to give as many. */
const namedQueryLimit = 10_000;

/** Where a database is, and what it needs to run. */
export interface TrafficDatabaseOptions {
  readonly file: string;
  /** The file sql-wasm.wasm. */
  readonly wasmPath: string;
  readonly clock?: StoreClock;
}

/**
 * A target's database in this thread: SQLite in memory, saved to its file as a whole. A commit is durable after
 * the next save, which follows at once unless saving has become costly; flush() waits for it.
 */
export class TrafficDatabase implements TrafficStore {
  readonly opened: OpenReport;
  readonly #connection: Connection;
  readonly #saver: Saver;
  #savedBatchId: number | undefined;
  #closed = false;

  private constructor(
    opened: OpenReport,
    connection: Connection,
    { file, clock, unsaved }: { file: DatabaseFile; clock: StoreClock; unsaved: boolean },
  ) {
    this.opened = opened;
    this.#connection = connection;
    this.#savedBatchId = stateNumber(connection, 'batch_id');
    this.#saver = new Saver(async () => {
      const batchId = stateNumber(connection, 'batch_id');
      await file.write(connection.image());
      this.#savedBatchId = batchId;
    }, clock);
    if (unsaved) this.#saver.changed();
  }

  /**
   * Opens the database of a file, or a new one where there is none; that is written with its first commit. A
   * file that is damaged or no database of ours is set aside, with a notice. Rejects with a StoreError for
   * one of a newer version and one that cannot be read.
   */
  static async open({
    file: path,
    wasmPath,
    clock = systemStoreClock,
  }: TrafficDatabaseOptions): Promise<TrafficDatabase> {
    const file = new DatabaseFile(resolve(path));
    const engine = await loadSqlEngine(wasmPath);
    const now = toSeconds(clock.now());
    const image = await file.read();
    let notice: string | null = null;
    if (image && image.length > 0) {
      const opened = openConnection(engine, image, now);
      if ('connection' in opened) {
        const report = { file: file.path, created: false, sizeBytes: image.length, notice };
        const unsaved = opened.migrated;
        return new TrafficDatabase(report, opened.connection, { file, clock, unsaved });
      }
      const aside = await file.setAside(clock.now());
      notice =
        `The database ${file.path} could not be used: ${opened.defect}. ` +
        `It was kept as ${aside}, and a new one was started.`;
    }
    const report = { file: file.path, created: true, sizeBytes: 0, notice };
    return new TrafficDatabase(report, newConnection(engine, now), { file, clock, unsaved: false });
  }

  /** The id of the last batch that is on disk; undefined when none is. */
  get savedBatchId(): number | undefined {
    return this.#savedBatchId;
  }

  loadState(): Promise<string | undefined> {
    return this.#do('Reading the collector state', (connection) =>
      stateText(connection, 'collector'),
    );
  }

  /**
   * While the last save failed, a batch is refused unless saving works again: what is acknowledged and not on
   * disk would only grow.
   */
  async commit(batch: CommitBatch): Promise<void> {
    if (this.#saver.failure) await this.flush();
    await this.#do('Writing a batch', (connection) => {
      if (commitBatch(connection, batch)) this.#saver.changed();
    });
  }

  coveredSpans(): Promise<readonly CoveredSpan[]> {
    return this.#do('Reading what is covered', readCoveredSpans);
  }

  async backfill(batch: BackfillBatch): Promise<readonly number[]> {
    if (this.#saver.failure) await this.flush();
    return this.#do('Filling in the past', (connection) => {
      const written = writeBackfill(connection, batch);
      this.#saver.changed();
      return written;
    });
  }

  summary(span: TimeSpan): Promise<TrafficSummary> {
    return this.#do('Reading totals', (connection) => readSummary(connection, span));
  }

  topEndpoints(span: TimeSpan, limit: number): Promise<readonly TopEndpoint[]> {
    return this.#do('Reading endpoints', (connection) => readTopEndpoints(connection, span, limit));
  }

  errorGroups(span: TimeSpan, limit: number): Promise<readonly ErrorGroup[]> {
    return this.#do('Reading errors', (connection) => readErrorGroups(connection, span, limit));
  }

  restarts(span: TimeSpan): Promise<ServerRestarts> {
    return this.#do('Reading restarts', (connection) => readRestarts(connection, span));
  }

  dashboard(query: DashboardQuery): Promise<DashboardData> {
    return this.#do('Reading the dashboard', (connection) => readDashboard(connection, query));
  }

  explain(query: ExplainQuery): Promise<Explanation> {
    return this.#do('Reading a window', (connection) => readExplanation(connection, query));
  }

  async addEvent(event: CollectionEvent): Promise<void> {
    await this.#do('Writing an event', (connection) => {
      writeEvent(connection, event);
      this.#saver.changed();
    });
    await this.flush();
  }

  query(name: NamedQuery, now: number): Promise<ResultTable> {
    const { title, sql } = namedQueries[name];
    return this.#do(`The query "${title}"`, (connection) =>
      connection.table(sql, { now }, namedQueryLimit),
    );
  }

  readSql(sql: string, limit: number): Promise<ResultTable> {
    return this.#do('The statement', (connection) => readSql(connection, sql, limit));
  }

  flush(): Promise<void> {
    return this.#saver.flush();
  }

  /** When saving fails the database stays open, so that nothing is lost and it can be tried again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#saver.flush();
    this.#saver.stop();
    this.#closed = true;
    this.#connection.close();
  }

  /** Runs synchronous work; what it throws rejects as a StoreError. */
  #do<Result>(what: string, work: (connection: Connection) => Result): Promise<Result> {
    return new Promise((settle) => {
      if (this.#closed) {
        throw new StoreError(`The database ${this.opened.file} is closed. Open it again.`);
      }
      try {
        settle(work(this.#connection));
      } catch (error) {
        const place = `${what} in ${this.opened.file}`;
        throw asStoreError(error, place, 'Try again; if it goes on failing, move the file away.');
      }
    });
  }
}

import type { BackfillStore } from '../collector/backfill/backfill';
import type { BackfillBatch, CoveredSpan } from '../domain/coveredSpan';
import { noticesText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { DatabaseFile } from '../store/file/databaseFile';
import { openStore } from '../store/writer/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import type { NamedDatabase } from './namedDatabase';
import type { Output } from './output';

/** The database that a backfill fills. Where there is none, it is made with the first minutes, so that a refusal leaves nothing. */
export class FilledDatabase implements BackfillStore {
  readonly #database: NamedDatabase;
  readonly #output: Output;
  #store: TrafficStore | undefined;

  constructor(database: NamedDatabase, output: Output) {
    this.#database = database;
    this.#output = output;
  }

  async coveredSpans(): Promise<readonly CoveredSpan[]> {
    return this.#isThere ? (await this.#open()).writer.coveredSpans() : [];
  }

  async backfill(batch: BackfillBatch): Promise<readonly number[]> {
    return (await this.#open()).writer.backfill(batch);
  }

  /** Rejects where the file is gone by now. */
  async flush(): Promise<void> {
    await this.#store?.maintenance.flush();
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }

  /** A server is there in any case, and has its tables made by whoever opens it first. */
  get #isThere(): boolean {
    const database = this.#database;
    return !('file' in database) || Boolean(new DatabaseFile(database.file).sizeBytes);
  }

  async #open(): Promise<TrafficStore> {
    if (this.#store) return this.#store;
    this.#store = await openStore(this.#database);
    const notice = noticesText(this.#store.maintenance.opened.notices, english);
    if (notice !== null) this.#output.note(notice);
    return this.#store;
  }
}

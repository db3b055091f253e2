import type { BackfillStore } from '../collector/backfill/backfill';
import type { BackfillBatch, CoveredSpan } from '../domain/coveredSpan';
import { noticesText } from '../sentences/failureTexts';
import { english } from '../sentences/localize';
import { DatabaseFile } from '../store/file/databaseFile';
import { openStore } from '../store/writer/storeClient';
import type { TrafficStore } from '../store/trafficStore';
import { storeParts } from './dist';
import type { Output } from './output';

/** The database that a backfill fills. Where there is none, it is made with the first minutes, so that a refusal leaves nothing. */
export class FilledDatabase implements BackfillStore {
  readonly #file: string;
  readonly #output: Output;
  #store: TrafficStore | undefined;

  constructor(file: string, output: Output) {
    this.#file = file;
    this.#output = output;
  }

  async coveredSpans(): Promise<readonly CoveredSpan[]> {
    return new DatabaseFile(this.#file).sizeBytes ? (await this.#open()).writer.coveredSpans() : [];
  }

  async backfill(batch: BackfillBatch): Promise<readonly number[]> {
    return (await this.#open()).writer.backfill(batch);
  }

  /** Rejects where the file is gone by now. */
  async flush(): Promise<void> {
    await this.#store?.file.flush();
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }

  async #open(): Promise<TrafficStore> {
    if (this.#store) return this.#store;
    this.#store = await openStore({ ...storeParts, file: this.#file });
    const notice = noticesText(this.#store.file.opened.notices, english);
    if (notice !== null) this.#output.note(notice);
    return this.#store;
  }
}

import type { ComparedFile, DashboardData, DashboardQuery } from '../protocol/dashboardData';
import type { Connection } from './database/connection';
import type { SqlEngine } from './database/sqlEngine';
import { readDashboard } from './readModels/dashboard';
import { ReadingSession } from './session/readingSession';

/** Reads dashboards, beside the database of another file where one is compared with. */
export class DashboardReader {
  readonly #engine: SqlEngine;
  #compared: { readonly file: string; readonly session: ReadingSession } | undefined;

  constructor(engine: SqlEngine) {
    this.#engine = engine;
  }

  read(connection: Connection, query: DashboardQuery): DashboardData {
    const { compareFile } = query;
    return compareFile
      ? this.#comparedWith(compareFile).readNow((other) => readDashboard(connection, query, other))
      : readDashboard(connection, query);
  }

  close(): void {
    this.#compared?.session.close();
    this.#compared = undefined;
  }

  /** One file at a time is held open. */
  #comparedWith({ file }: ComparedFile): ReadingSession {
    if (this.#compared?.file === file) return this.#compared.session;
    this.close();
    this.#compared = { file, session: new ReadingSession(this.#engine, file) };
    return this.#compared.session;
  }
}

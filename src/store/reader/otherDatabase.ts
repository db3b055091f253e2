import type { ComparedFile, DashboardQuery } from '../../protocol/dashboardData';
import type { Connection } from '../database/connection';
import type { SqlEngine } from '../sqljs/sqlEngine';
import { ReadingSession } from '../session/readingSession';

/** Reads what is told of a query; `other` has the period to compare with, which may be the same database. */
export type ReadModel<Data> = (
  connection: Connection,
  query: DashboardQuery,
  other: Connection,
) => Data;

/** The database of another file, where a query compares with one. */
export class OtherDatabase {
  readonly #engine: SqlEngine;
  readonly #isCancelled: (() => boolean) | undefined;
  #compared: { readonly file: string; readonly session: ReadingSession } | undefined;

  /** @param isCancelled as a ReadingSession takes it */
  constructor(engine: SqlEngine, isCancelled?: () => boolean) {
    this.#engine = engine;
    this.#isCancelled = isCancelled;
  }

  read<Data>(model: ReadModel<Data>, connection: Connection, query: DashboardQuery): Data {
    const { compareFile } = query;
    return compareFile
      ? this.#comparedWith(compareFile).readNow((other) => model(connection, query, other))
      : model(connection, query, connection);
  }

  close(): void {
    this.#compared?.session.close();
    this.#compared = undefined;
  }

  /** One file at a time is held open. */
  #comparedWith({ file }: ComparedFile): ReadingSession {
    if (this.#compared?.file === file) return this.#compared.session;
    this.close();
    this.#compared = { file, session: new ReadingSession(this.#engine, file, this.#isCancelled) };
    return this.#compared.session;
  }
}

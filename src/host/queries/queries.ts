import * as vscode from 'vscode';
import { endOfSecond } from '../../domain/time';
import type { ResultTable } from '../../domain/resultTable';
import type { QueryName } from '../../ids';
import { namedQueries } from '../../store/reader/namedQueries';
import type { TrafficStore } from '../../store/trafficStore';
import type { Config } from '../config';
import { columnKinds, queryColumns } from './columnKinds';
import { cutTable } from './cutTable';
import { queryText } from './queryText';
import { ResultPanel } from './resultPanel';
import { askedStatement, readCancellably } from './ownSql';

/** Runs queries and shows what they come to, in one panel. */
export class Queries implements vscode.Disposable {
  readonly #config: Config;
  readonly #panel: ResultPanel;
  /** The last statement of the user's own that was asked for. */
  #last: string | null = null;

  constructor(distUri: vscode.Uri, config: Config) {
    this.#config = config;
    this.#panel = new ResultPanel(distUri);
  }

  /** Shows the result of a query that ships with the product. */
  runNamed(name: QueryName, store: TrafficStore): Promise<void> {
    const { title, emptyReason } = queryText(name, vscode.l10n.t);
    return this.#panel.run({ title, sql: namedQueries[name] }, async () => {
      const whole = await store.reader.query(name, endOfSecond(Date.now()));
      const table = cutTable(whole, this.#config.current.maxQueryResults);
      return { table, kinds: columnKinds(table, queryColumns[name]), emptyReason };
    });
  }

  /**
   * Runs a statement of the user's own, which can only read: what is selected in an editor of SQL or stands in it,
   * else what is asked for, beginning at the last one.
   */
  async runOwn(store: TrafficStore): Promise<void> {
    const sql = await askedStatement(this.#last);
    if (sql === undefined) return;
    this.#last = sql;
    await this.#panel.run({ title: vscode.l10n.t('SQL Result'), sql }, async () => {
      const table = await readCancellably(store, sql, this.#config.current.maxQueryResults);
      return table && { table, kinds: columnKinds(table, null), emptyReason: null };
    });
  }

  /** Shows a table of something else, which this SQL began with. */
  async showTable(title: string, sql: string, table: ResultTable): Promise<void> {
    const kinds = columnKinds(table, {});
    await this.#panel.run({ title, sql }, () =>
      Promise.resolve({ table, kinds, emptyReason: null }),
    );
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

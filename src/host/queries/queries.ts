import * as vscode from 'vscode';
import { endOfSecond } from '../../domain/time';
import type { ResultTable } from '../../domain/resultTable';
import type { QueryName } from '../../ids';
import { namedQueries } from '../../store/reader/namedQueries';
import type { TrafficStore } from '../../store/trafficStore';
import type { CommandContext } from '../commandContext';
import { columnKinds, queryColumns } from './columnKinds';
import { cutTable } from './cutTable';
import { queryText } from './queryText';
import { ResultPanel } from './resultPanel';
import { askedStatement, readCancellably } from './ownSql';
import type { Target } from '../target';

/** Runs queries and shows what they come to, in one panel. */
export class Queries implements vscode.Disposable {
  readonly #context: Pick<CommandContext, 'distUri' | 'config' | 'targets'>;
  readonly #panel: ResultPanel;
  /** The last statement of the user's own that was asked for. */
  #last: string | null = null;

  constructor(context: Pick<CommandContext, 'distUri' | 'config' | 'targets'>) {
    this.#context = context;
    this.#panel = new ResultPanel(context.distUri);
  }

  /** Shows the result of a query that ships with the product. */
  runNamed(name: QueryName, target: Target, store: TrafficStore): Promise<void> {
    const { title, emptyReason } = queryText(name, vscode.l10n.t);
    const query = { title, server: this.#serverOf(target), sql: namedQueries[name] };
    return this.#panel.run(query, async () => {
      const whole = await store.reader.query(name, endOfSecond(Date.now()));
      const table = cutTable(whole, this.#mostRows);
      return { table, kinds: columnKinds(table, queryColumns[name]), emptyReason };
    });
  }

  /**
   * Runs a statement of the user's own, which can only read: what is selected in an editor of SQL or stands in it,
   * else what is asked for, beginning at the last one.
   */
  async runOwn(target: Target, store: TrafficStore): Promise<void> {
    const sql = await askedStatement(this.#last);
    if (sql === undefined) return;
    this.#last = sql;
    const query = { title: vscode.l10n.t('SQL Result'), server: this.#serverOf(target), sql };
    await this.#panel.run(query, async () => {
      const table = await readCancellably(store, sql, this.#mostRows);
      return table && { table, kinds: columnKinds(table, null), emptyReason: null };
    });
  }

  /** Shows a table of something else, which this SQL began with. */
  async showTable(title: string, target: Target, sql: string, table: ResultTable): Promise<void> {
    const kinds = columnKinds(table, {});
    await this.#panel.run({ title, server: this.#serverOf(target), sql }, () =>
      Promise.resolve({ table, kinds, emptyReason: null }),
    );
  }

  dispose(): void {
    this.#panel.dispose();
  }

  get #mostRows(): number {
    return this.#context.config.current.maxQueryResults;
  }

  #serverOf(target: Target): string | null {
    return this.#context.targets.nameAmong(target);
  }
}

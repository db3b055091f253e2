import * as vscode from 'vscode';
import { toSeconds } from '../../domain/time';
import type { QueryName } from '../../ids';
import { namedQueries } from '../../store/reader/namedQueries';
import type { Collecting } from '../collecting';
import type { Config } from '../config';
import { cutTable } from '../cutTable';
import type { ResultPanel } from '../dashboard/resultPanel';
import { queryText } from './queryText';
import { storeOrNotice } from './storeOrNotice';

/** Shows the result of a query that ships with the product. */
export async function runQuery(
  name: QueryName,
  collecting: Collecting,
  config: Config,
  results: ResultPanel,
): Promise<void> {
  const { title, emptyReason } = queryText(name, vscode.l10n.t);
  const store = await storeOrNotice(collecting);
  if (!store) return;
  const table = await store.reader.query(name, toSeconds(Date.now()));
  results.show({
    title,
    sql: namedQueries[name],
    table: cutTable(table, config.current.maxQueryResults),
    emptyReason: table.rowCount === 0 ? emptyReason : null,
    locale: vscode.env.language,
  });
}

import type { TimeWindow } from '../../domain/range';
import type { ResultTable } from '../../domain/resultTable';
import { isReading } from '../database/readingStatement';
import { StoreError } from '../storeError';
import type { Network } from './network';
import { ServerError } from './serverError';
import type { ServerSettings } from './serverSettings';
import { openToRead } from './targetConnection';

/**
 * Runs one statement of a user's that only reads, as the role of the connection: in a transaction in which PostgreSQL itself
 * refuses every write, and in a session of its own, so that nothing that it changes there outlives it.
 * @param window what :from and :to in the statement are, unix seconds; left out: NULL
 * @throws StoreError with what is wrong with the statement
 */
export function readTeamSql(
  network: Network,
  settings: ServerSettings,
  { sql, limit, window }: { sql: string; limit: number; window: TimeWindow | undefined },
  statementSeconds: number,
): ResultTable {
  if (!isReading(sql)) throw new StoreError({ kind: 'statement_not_reading' });
  const connection = openToRead(network, settings, { statementSeconds });
  try {
    const { from, to } = window ?? { from: null, to: null };
    return connection.snapshot(() => connection.table(sql, { from, to }, limit));
  } catch (error) {
    throw error instanceof ServerError ? ofStatement(error, statementSeconds) : error;
  } finally {
    connection.close();
  }
}

/** What is wrong with the statement and not with the server: the classes of SQLSTATE that say so. */
function ofStatement(error: ServerError, seconds: number): StoreError {
  const { code = '', fault } = error;
  const reason = fault.kind === 'server_failed' ? fault.reason : error.message;
  if (code === '57014') return new StoreError({ kind: 'statement_timeout', seconds });
  if (code === '25006') return new StoreError({ kind: 'statement_not_reading' });
  if (code === '42601' && /multiple commands/.test(reason)) {
    return new StoreError({ kind: 'several_statements' });
  }
  if (!/^(?:0A|2[0-4]|42|54|P0|XX)/.test(code) || code === '42501') return error;
  return new StoreError({ kind: 'statement_failed', reason, place: null });
}

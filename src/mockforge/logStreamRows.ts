import type { ReadList } from './entries';
import { AdminFormatError, logRowsOf, parseJson } from './logRow';
import type { LogRow } from './logRow';

/** The server's rule for its live stream (docs/collection.md#sources). */
export const logStreamRule = {
  /** How often it looks at its log, ms; it sends one event each time. */
  periodMs: 500,
  /** The newest rows that it looks at; older ones that came since its last look are never sent. */
  newestRows: 20,
  /** Rows that are older than this are not sent, ms. */
  oldestMs: 300_000,
} as const;

/** What the events of the stream are called. */
export const logStreamEvents = { rows: 'new_logs', nothingNew: 'keep_alive' } as const;

/**
 * The rows that one event brought, oldest first.
 * @throws AdminFormatError when the event's data is not a list of rows
 */
export function parseStreamedRows(data: string): ReadList<LogRow> {
  const rows = parseJson(data);
  if (!Array.isArray(rows)) throw new AdminFormatError({ kind: 'event_without_list' });
  return logRowsOf(rows);
}

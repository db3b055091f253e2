import { byteOrderMark, csvText } from '../../domain/csv';
import type { CellValue } from '../../domain/resultTable';
import { floorTo, toSeconds } from '../../domain/time';
import type { Connection } from '../database/connection';
import type { Reading } from '../database/reading';
import { readStoredSpan } from '../readModels/storedSpan';
import type { TableExport } from './exportRequest';
import type { Span } from './exportTables';
import { exportTables } from './exportTables';
import { NotCollected } from './notCollected';
import type { TablePage } from './tablePages';
import { readPage } from './tablePages';
import type { UnfinishedFile } from './unfinishedFile';

/** What the columns alone do not say. It is in the head of the JSON; docs/store.md#exports has it for readers of CSV. */
const notes = [
  'not_collected lists the stretches of time without data here, in Unix seconds: not collected, expired, or not rolled up yet. In rows not_collected_seconds says how much of their minute, hour or day is missing.',
  'Columns that end in _estimated come from histogram buckets or shares of them. Those that end in _at_least are lower bounds: no source sees everything. A percentile that is empty beside a value that ends in _over_ms lies above that value.',
  "internal is 1 for the server's own endpoints, which the dashboard leaves out. An empty endpoint: the requests could not be attributed to one, and in tables of latencies all endpoints together.",
  'Whole requests include injected delay. Handler times do not.',
  'Failed requests and client statistics expire sooner than the rest.',
];

/**
 * Writes a table page by page, each as of the last commit when it is read. Yields the share of the span that is
 * done, 0 to 1, after each page.
 */
export async function* writeTable(
  session: Reading,
  request: TableExport,
  out: UnfinishedFile,
): AsyncGenerator<number, void> {
  const span = await session.read((connection) => exportedSpan(connection, request));
  const notCollected = await session.read(
    (connection) => new NotCollected(connection, exportTables[request.table], span),
  );
  const { stretches } = notCollected;
  const text = request.format === 'csv' ? new CsvText() : new JsonText(request, span, stretches);
  const { from, to } = span;
  for (let at = from, isFirst = true; at < to || isFirst; isFirst = false) {
    const rest = { from: at, to };
    const page = await session.read((connection) =>
      readPage(connection, request, rest, notCollected),
    );
    if (isFirst) out.append(Buffer.from(text.head(page)));
    out.append(Buffer.from(text.rows(page)));
    at = page.next;
    yield (at - from) / Math.max(1, to - from);
  }
  out.append(Buffer.from(text.end));
}

/** The span that is asked for, from a whole minute, hour or day on, so that the first row is not left out. */
function exportedSpan(connection: Connection, request: TableExport): Span {
  const now = toSeconds(request.exportedAt);
  const stored = readStoredSpan(connection) ?? { from: now, to: now };
  const { from, to } = { from: request.from ?? stored.from, to: request.to ?? stored.to };
  if (from >= to) return { from: to, to };
  return { from: floorTo(from, exportTables[request.table].periodSeconds ?? 1), to };
}

/** How a table is spelled: `head` once, `rows` for each page, `end` once. */
interface TableText {
  head(page: TablePage): string;
  rows(page: TablePage): string;
  readonly end: string;
}

class CsvText implements TableText {
  readonly end = '';

  head({ columns }: TablePage): string {
    return byteOrderMark + csvText([columns]);
  }

  rows({ rows }: TablePage): string {
    return rows.length === 0 ? '' : csvText(rows);
  }
}

/** One document with a row a line. */
class JsonText implements TableText {
  readonly end = '\n]}\n';
  readonly #head: object;
  #isEmpty = true;

  constructor({ table, exportedAt }: TableExport, { from, to }: Span, gaps: readonly Span[]) {
    const exported_at = new Date(exportedAt).toISOString();
    this.#head = { table, from, to, exported_at, notes, not_collected: gaps };
  }

  head(): string {
    return `${JSON.stringify(this.#head).slice(0, -1)},"rows":[`;
  }

  rows({ columns, rows }: TablePage): string {
    const lines = rows.map((row) => JSON.stringify(named(columns, row)));
    if (lines.length === 0) return '';
    const separator = this.#isEmpty ? '\n' : ',\n';
    this.#isEmpty = false;
    return separator + lines.join(',\n');
  }
}

function named(
  columns: readonly string[],
  row: readonly CellValue[],
): Readonly<Record<string, CellValue>> {
  return Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));
}

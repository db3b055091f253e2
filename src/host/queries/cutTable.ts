import type { ResultTable } from '../../domain/resultTable';

/** A result's first `limit` rows, marked as cut if there were more. */
export function cutTable(table: ResultTable, limit: number): ResultTable {
  if (table.rowCount <= limit) return table;
  const columns = table.columns.map(({ name, values }) => ({
    name,
    values: values.slice(0, limit),
  }));
  return { columns, rowCount: limit, cut: true };
}

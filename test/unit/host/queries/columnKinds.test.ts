import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellValue } from '../../../../src/domain/resultTable';
import { columnKinds, queryColumns, timeColumns } from '../../../../src/host/queries/columnKinds';
import { queryNames } from '../../../../src/ids';
import { readNamedQuery } from '../../../../src/store/reader/namedQueries';
import { repositoryRoot } from '../../../support/repository';
import { newConnections } from '../../store/support/memory';

const at = Date.UTC(2026, 10, 23, 22) / 1000;

function kindOf(name: string, ...values: readonly CellValue[]): string | null | undefined {
  const table = { columns: [{ name, values }], rowCount: values.length, cut: false };
  return columnKinds(table, null)[0];
}

describe('columnKinds', () => {
  const connectionTo = newConnections();

  it('of a query that ships with the product are those of columns that it has', () => {
    const connection = connectionTo();
    for (const name of queryNames) {
      const { columns } = readNamedQuery(connection, name, at);
      const names = columns.map((column) => column.name);
      assert.deepEqual(
        Object.keys(queryColumns[name]).filter((column) => !names.includes(column)),
        [],
      );
    }
  });

  it('knows the times of our tables by their names, also the first and the last', () => {
    for (const name of ['last_seen', 'TIMESTAMP', 'MAX(timestamp)', 'min( e.created_at )']) {
      assert.equal(kindOf(name, at, null), 'time', name);
    }
  });

  it('takes no number for a time that is called otherwise, or has other values beside it', () => {
    assert.equal(kindOf('x', 1_700_000_000), null);
    assert.equal(kindOf('bucket', at), null);
    assert.equal(kindOf('COUNT(timestamp)', at), null);
    assert.equal(kindOf('timestamp', at, 12), null);
    assert.equal(kindOf('timestamp', at + 0.5), null);
    assert.equal(kindOf('timestamp', 'yesterday'), null);
  });

  it('has the names of all columns that hold times in the tables of the design', () => {
    const schema = JSON.parse(
      readFileSync(join(repositoryRoot(), 'sql/schema/expectedSchema.json'), 'utf8'),
    ) as Readonly<Record<string, readonly string[]>>;
    const columns = Object.values(schema)
      .flat()
      .flatMap((line) => /^(\w+) at \d+ INTEGER/.exec(line)?.[1] ?? []);
    const times = columns.filter((name) => /(timestamp|_at|_seen)$/.test(name));
    assert.deepEqual([...new Set(times)].sort(), [...timeColumns].sort());
  });
});

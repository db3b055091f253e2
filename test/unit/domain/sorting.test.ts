import assert from 'node:assert/strict';
import { nextSort, sortedBy } from '../../../src/domain/sorting';

describe('sortedBy', () => {
  const rows = [
    { name: 'b', value: 2 },
    { name: 'a', value: null },
    { name: 'c', value: 10 },
    { name: 'd', value: 2 },
  ];
  const names = (descending: boolean): string =>
    sortedBy(rows, (row) => row.value, descending)
      .map((row) => row.name)
      .join('');

  it('sorts numbers as numbers and keeps the order of equal ones', () => {
    assert.equal(names(false), 'bdca');
  });

  it('puts what is unknown last, whichever way', () => {
    assert.equal(names(true), 'cbda');
  });

  it('sorts texts', () => {
    const sorted = sortedBy(rows, (row) => row.name, true);
    assert.equal(sorted.map((row) => row.name).join(''), 'dcba');
  });

  it('leaves its input alone', () => {
    sortedBy(rows, (row) => row.name, true);
    assert.equal(rows.map(({ name }) => name).join(''), 'bacd');
  });
});

describe('nextSort', () => {
  it('turns the same column round', () => {
    const sort = { column: 'requests', descending: true };
    assert.deepEqual(nextSort(sort, 'requests', true), { column: 'requests', descending: false });
  });

  it('begins another column its own way', () => {
    const sort = { column: 'requests', descending: true };
    assert.deepEqual(nextSort(sort, 'path', false), { column: 'path', descending: false });
    assert.deepEqual(nextSort(sort, 'p95', true), { column: 'p95', descending: true });
  });
});

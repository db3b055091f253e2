import assert from 'node:assert/strict';
import { copiedRows, resultFile } from '../../../../webview/result/resultFile';

const table = {
  columns: [
    { name: 'endpoint', values: ['/a', '=1+1', ''] },
    { name: 'large', values: [1, '-9007199254740993', null] },
  ],
  rowCount: 3,
  cut: false,
};
const all = [0, 1, 2];

describe('resultFile', () => {
  it('has the rows in their order on screen, with the values that the query gave', () => {
    assert.deepEqual(resultFile('SQL Result', table, [1, 0], 'csv'), {
      name: 'sql-result.csv',
      encoding: 'utf8',
      content: "\ufeffendpoint,large\r\n'=1+1,-9007199254740993\r\n/a,1\r\n",
    });
    const json = resultFile('SQL Result', table, all, 'json');
    assert.equal(json.name, 'sql-result.json');
    assert.deepEqual(JSON.parse(json.content), [
      { endpoint: '/a', large: 1 },
      { endpoint: '=1+1', large: '-9007199254740993' },
      { endpoint: '', large: null },
    ]);
  });

  it('says in its name that there are more rows', () => {
    const { name } = resultFile('Top 10 Endpoints', { ...table, cut: true }, all, 'csv');
    assert.equal(name, 'top-10-endpoints-first-3-rows.csv');
  });

  it('has a name in any language', () => {
    assert.equal(resultFile('要求', table, all, 'json').name, 'result.json');
    assert.match(resultFile('x '.repeat(90), table, all, 'csv').name, /^[a-z0-9-]{1,60}\.csv$/);
  });
});

describe('copiedRows', () => {
  it('is parted by tabs, with the head where it is all', () => {
    assert.equal(
      copiedRows(table, all, true),
      "endpoint\tlarge\n/a\t1\n'=1+1\t-9007199254740993\n\t\n",
    );
    assert.equal(copiedRows(table, [0], false), '/a\t1\n');
  });
});

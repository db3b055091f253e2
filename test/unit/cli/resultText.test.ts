import { deepEqual, equal } from 'node:assert/strict';
import { alignedRows, resultText } from '../../../src/cli/resultText';
import type { CellValue, ResultTable } from '../../../src/domain/resultTable';

function tableOf(
  columns: Readonly<Record<string, Float64Array | readonly CellValue[]>>,
): ResultTable {
  const named = Object.entries(columns).map(([name, values]) => ({ name, values }));
  return { columns: named, rowCount: named[0]?.values.length ?? 0, cut: false };
}

const requests = tableOf({
  endpoint: ['/api/users', null, '/a'],
  requests: Float64Array.of(12, 3, NaN),
});

describe('resultText', () => {
  it('aligns a table, numbers to the right', () => {
    equal(
      resultText(requests, 'table'),
      [
        'endpoint    requests',
        '----------  --------',
        '/api/users        12',
        '                   3',
        '/a',
        '',
      ].join('\n'),
    );
  });

  it('keeps a row of a table on one line', () => {
    equal(resultText(tableOf({ text: ['a\nb\tc'] }), 'table'), 'text\n-----\na b c\n');
  });

  it('lets no text of a table reach the terminal as anything but letters', () => {
    const hostile = ['\u001b[2J', 'a\u009b31m', '\u202egnp.exe', 'a\u2028b', '\u0007\0\u007f'];
    const shown = [
      ...['\\u001b[2J', 'a\\u009b31m', '\\u202egnp.exe', 'a\\u2028b'],
      '\\u0007\\u0000\\u007f',
    ];
    equal(
      resultText(tableOf({ text: hostile }), 'table'),
      ['text', '-'.repeat(18), ...shown, ''].join('\n'),
    );
    const empty = tableOf({ 'a\u001b[0m\n': [] });
    equal(resultText(empty, 'table'), `a\\u001b[0m\n${'-'.repeat(11)}\n`);
  });

  it('writes JSON with null for what is unknown', () => {
    deepEqual(JSON.parse(resultText(requests, 'json')), [
      { endpoint: '/api/users', requests: 12 },
      { endpoint: null, requests: 3 },
      { endpoint: '/a', requests: null },
    ]);
  });

  it('writes CSV with empty fields for what is unknown', () => {
    equal(resultText(requests, 'csv'), 'endpoint,requests\n/api/users,12\n,3\n/a,\n');
  });

  it('quotes what CSV would break on', () => {
    const text = ['a,b', 'say "hi"', 'two\nlines', 'plain'];
    equal(resultText(tableOf({ text }), 'csv'), 'text\n"a,b"\n"say ""hi"""\n"two\nlines"\nplain\n');
  });

  it('defuses texts that a spreadsheet would run, and no numbers', () => {
    const text = ['=1+1', '+1', '-A1', '@SUM(A1)', '\t=1', '=cmd|"/c calc"'];
    equal(
      resultText(tableOf({ text, number: Float64Array.of(-1, -2, -3, -4, -5, -6) }), 'csv'),
      [
        'text,number',
        "'=1+1,-1",
        "'+1,-2",
        "'-A1,-3",
        "'@SUM(A1),-4",
        "'\t=1,-5",
        `"'=cmd|""/c calc""",-6`,
        '',
      ].join('\n'),
    );
  });

  it('writes the head of a result without rows', () => {
    const empty = tableOf({ a: [], b: [] });
    deepEqual(
      (['table', 'csv', 'json'] as const).map((format) => resultText(empty, format)),
      ['a  b\n-  -\n', 'a,b\n', '[]\n'],
    );
  });
});

describe('alignedRows', () => {
  it('puts a column at the right whatever is in it', () => {
    equal(
      alignedRows(
        ['state', 'requests'],
        [
          ['covered', 12],
          ['not counted', '–'],
        ],
        'or',
      ),
      [
        'state        requests',
        '-----------  --------',
        'covered            12',
        'not counted         –',
        '',
      ].join('\n'),
    );
  });
});

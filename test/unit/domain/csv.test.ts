import { strict as assert } from 'node:assert';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { byteOrderMark, csvText } from '../../../src/domain/csv';

const breaking = [
  ...['"', ',', ';', '\r', '\n', '\t', ' ', '=', '+', '-', '@', "'", '＝'],
  ...['\0', 'a', '7', '.', '\ufeff', '\ud800', '\udc00', '😀'],
];

/** Texts with much of what breaks a file, a row or a cell, or would be run. */
const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...breaking),
  }),
  fc.string({ unit: 'binary' }),
);

/** What a spreadsheet shows of a text: what no file can hold is replaced, and a formula is none. */
function shown(text: string): string {
  const written = Buffer.from(text).toString().replaceAll('\0', '\ufffd');
  if (/^-\d+(\.\d+)?$/.test(written)) return written;
  return ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'].some((sign) =>
    written.startsWith(sign),
  )
    ? `'${written}`
    : written;
}

describe('csvText', () => {
  it('quotes what would break a cell, and knows nothing from empty', () => {
    assert.equal(
      csvText([['a,b', 'say "x"', 'two\nlines', null, 1.5]]),
      '"a,b","say ""x""","two\nlines",,1.5\r\n',
    );
  });

  it('defuses what a spreadsheet would run', () => {
    assert.equal(csvText([['=1+1', '+x', '-x', '@x', '=a,b']]), `'=1+1,'+x,'-x,'@x,"'=a,b"\r\n`);
    assert.equal(csvText([['\n=1', '＝1']]), `"'\n=1",'＝1\r\n`);
    assert.equal(csvText([['-1+1', '-x', '-1e5', '+49', '-']]), "'-1+1,'-x,'-1e5,'+49,'-\r\n");
  });

  it('leaves numbers as they are, also negative ones and those that are too long for a number', () => {
    assert.equal(csvText([[-5, 0.00001234, 2e-7]]), '-5,0.00001234,2e-7\r\n');
    assert.equal(csvText([['-9223372036854775808', '-0.5']]), '-9223372036854775808,-0.5\r\n');
  });

  it('parts cells by tabs for the clipboard', () => {
    const layout = { lineBreak: '\n', separator: '\t' } as const;
    assert.equal(csvText([['a,b', 'c\td', '=1']], layout), `a,b\t"c\td"\t'=1\n`);
  });

  it('ends rows as it is told to', () => {
    assert.equal(csvText([['a'], ['b\nc']], { lineBreak: '\n' }), 'a\n"b\nc"\n');
  });

  it('writes what a text file cannot hold as the sign for that', () => {
    assert.equal(
      csvText([['a\0b', 'a\ud800b', '\udc00', '😀']]),
      'a\ufffdb,a\ufffdb,\ufffd,😀\r\n',
    );
  });

  it('is read back as what was written, whatever that is', () => {
    const tables = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(hostile, { minLength: width, maxLength: width }), { minLength: 1 }),
      );
    fc.assert(
      fc.property(tables, (table) => {
        const file = Buffer.from(byteOrderMark + csvText(table));
        const options = { bom: true, record_delimiter: '\r\n' };
        const found: string[][] = parse(file, options);
        assert.deepEqual(
          found,
          table.map((row) => row.map(shown)),
        );
        assert.equal(file.includes(0), false);
      }),
      { numRuns: 500 },
    );
  });
});

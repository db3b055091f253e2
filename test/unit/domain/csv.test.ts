import { strict as assert } from 'node:assert';
import { csvText } from '../../../src/domain/csv';

describe('csvText', () => {
  it('quotes what would break a cell, and knows nothing from empty', () => {
    assert.equal(
      csvText([['a,b', 'say "x"', 'two\nlines', null, 1.5]]),
      '"a,b","say ""x""","two\nlines",,1.5\r\n',
    );
  });

  it('defuses what a spreadsheet would run', () => {
    assert.equal(csvText([['=1+1', '+x', '-x', '@x', '=a,b']]), `'=1+1,'+x,'-x,'@x,"'=a,b"\r\n`);
    assert.equal(csvText([[-5]]), '-5\r\n');
  });
});

import { equal } from 'node:assert/strict';
import { numberIn } from '../../../../src/host/laterCommands/numberIn';

describe('numberIn', () => {
  it('reads a number with or without its unit', () => {
    for (const text of ['2.5', '2,5', ' 2.5 ', '2.5%', '2.5 %']) equal(numberIn(text, '%'), 2.5);
    equal(numberIn('200ms', 'ms'), 200);
    equal(numberIn('0', '%'), 0);
  });

  it('reads nothing else', () => {
    for (const text of ['', '%', '-1', '1e3', '5 ms', '1.', '.5', '1 2', 'NaN', '5%%']) {
      equal(numberIn(text, '%'), null, text);
    }
  });
});

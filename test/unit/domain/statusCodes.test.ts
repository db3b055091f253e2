import { strict as assert } from 'node:assert';
import { statusCodesText } from '../../../src/domain/statusCodes';

describe('statusCodesText', () => {
  const cases: readonly (readonly [readonly number[], string])[] = [
    [[], ''],
    [[404], '404'],
    [[500, 503], '5xx'],
    [[408, 504], '408, 504'],
    [[5, 13], '5, 13'],
  ];
  for (const [codes, text] of cases) {
    it(`writes ${JSON.stringify(codes)} as "${text}"`, () => {
      assert.equal(statusCodesText(codes), text);
    });
  }
});

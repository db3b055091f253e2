import assert from 'node:assert/strict';
import { noBreak } from '../../../../src/domain/numberFormat';
import { duration } from '../../../../webview/text/duration';

describe('duration', () => {
  it('uses the unit that tells most', () => {
    assert.deepEqual(
      [1, 30, 60, 90, 180, 7200, 18_000, 604_800].map((seconds) =>
        duration(seconds).replaceAll(noBreak, ' '),
      ),
      ['1 s', '30 s', '1 min', '90 s', '3 min', '2 h', '5 h', '7 days'],
    );
  });
});

import { equal, throws } from 'node:assert/strict';
import { momentOf } from '../../../src/cli/moment';

describe('momentOf', () => {
  it('reads RFC 3339 and unix seconds', () => {
    const noon = Date.UTC(2026, 0, 5, 12) / 1000;
    for (const text of ['2026-01-05T12:00:00Z', '2026-01-05T13:00:00+01:00', String(noon)]) {
      equal(momentOf(text, 'from'), noon);
    }
    equal(momentOf('2026-01-05T12:00:00.5Z', 'from'), noon + 0.5);
  });

  for (const text of ['yesterday', '2026-01-05', '2026-13-05T12:00:00Z', '-1', '1e9', '']) {
    it(`refuses ${text || 'nothing'}`, () => {
      throws(() => momentOf(text, 'to'), { name: 'UsageError', message: /^--to .*is not a time/ });
    });
  }
});

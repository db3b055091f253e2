import { equal, throws } from 'node:assert/strict';
import { momentOf } from '../../../src/cli/moment';

describe('momentOf', () => {
  it('reads RFC 3339 and unix seconds', () => {
    const noon = Date.UTC(2026, 0, 5, 12) / 1000;
    for (const text of ['2026-01-05T12:00:00Z', '2026-01-05T13:00:00+01:00', String(noon)]) {
      equal(momentOf(text, 'from'), noon);
    }
    equal(momentOf('2026-01-05T12:00:00.5Z', 'from'), noon + 0.5);
    equal(momentOf('2026-01-05 06:29:59.5-05:30', 'from'), noon - 0.5);
    equal(momentOf('2024-02-29t23:59:59z', 'from'), Date.UTC(2024, 1, 29, 23, 59, 59) / 1000);
    equal(momentOf('0099-01-01T00:00:00Z', 'from'), Date.parse('0099-01-01T00:00:00Z') / 1000);
  });

  for (const text of [
    ...['yesterday', '2026-01-05', '2026-13-05T12:00:00Z', '-1', '1e9', '', '2026-01-05T12:00:00'],
    ...['2026-02-30T12:00:00Z', '2026-02-29T12:00:00Z', '2026-04-31 12:00:00Z'],
    ...['2026-00-10T00:00:00Z', '2026-01-00T00:00:00Z', '2026-01-32T00:00:00Z'],
    ...['2026-01-05T25:00:00Z', '2026-01-05T24:00:00Z', '2026-01-05T12:60:00Z'],
    ...['2016-12-31T23:59:60Z', '2026-01-05T12:00:00+24:00', '2026-01-05T12:00:00+01:60'],
    ...['2026-01-05T12:00:00 Z', '2026-01-05T12:00Z', '12026-01-05T12:00:00Z'],
  ]) {
    it(`refuses ${text || 'an empty text'}`, () => {
      throws(() => momentOf(text, 'to'), { name: 'UsageError', message: /^--to .*is not a time/ });
    });
  }
});

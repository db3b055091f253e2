import { strict as assert } from 'node:assert';
import { backfilledText, stoppedText } from '../../../src/host/backfillText';
import { english } from '../../../src/sentences/localize';

const report = { from: 0, to: 180 * 60, requests: 5627, minutes: 118, covered: 42 };

describe('what a backfill says at its end', () => {
  it('says what it filled in, what was already covered and what is unknown', () => {
    assert.equal(
      backfilledText(report, 'en', english),
      'Filled in 5,627 requests in 118 of 180 minutes. Already covered: 42 min. Prometheus has no data for 20 min, or collecting will fill it in.',
    );
  });

  it('omits what is zero', () => {
    const whole = { ...report, minutes: 180, covered: 0 };
    assert.equal(
      backfilledText(whole, 'en', english),
      'Filled in 5,627 requests in 180 of 180 minutes.',
    );
  });

  it('says what is kept when it is stopped', () => {
    assert.equal(
      stoppedText(1118, 'en', english),
      'Stopped after filling in 1,118 min. Run the command again to continue.',
    );
  });
});

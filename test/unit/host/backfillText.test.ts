import { strict as assert } from 'node:assert';
import { backfilledText, stoppedText } from '../../../src/host/backfillText';
import { english } from '../../support/english';

const report = { from: 0, to: 180 * 60, requests: 5627, minutes: 118, covered: 42 };

describe('what a backfill says at its end', () => {
  it('tells what it filled in, what was covered, and of what nothing is known', () => {
    assert.equal(
      backfilledText(report, 'en', english),
      'Filled in 5,627 requests in 118 of 180 minutes. 42 were covered already. Of 20 Prometheus has no record, or they are left to collecting.',
    );
  });

  it('leaves out what there is nothing of', () => {
    const whole = { ...report, minutes: 180, covered: 0 };
    assert.equal(
      backfilledText(whole, 'en', english),
      'Filled in 5,627 requests in 180 of 180 minutes.',
    );
  });

  it('tells what is kept when it was stopped', () => {
    assert.equal(
      stoppedText(1118, 'en', english),
      'Stopped. 1,118 minutes were filled in; the same command goes on from there.',
    );
  });
});

import assert from 'node:assert/strict';
import { sessionTimes } from '../../../../webview/text/sessionTimes';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { start } from '../dashboards';

const times = timeFormat('en', 'UTC');

describe('sessionTimes', () => {
  it('names begin and end, with the day where that is another, and of a running one the begin', () => {
    const of = (from: number, to: number | null): string =>
      sessionTimes({ name: 'a', from: start + from, to: to && start + to }, times, start);
    assert.equal(of(60, 360), '22:01 – 22:06');
    assert.equal(of(60 - 86_400, 360 - 86_400), 'Sun 22 Nov 22:01 – 22:06');
    assert.equal(of(-60, null), 'since 21:59');
  });
});

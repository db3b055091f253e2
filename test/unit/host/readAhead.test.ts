import { strict as assert } from 'node:assert';
import { initialState, placedState, requestOf } from '../../../src/protocol/dashboardState';
import type { DashboardRequest } from '../../../src/protocol/webviewMessages';
import { ReadAhead } from '../../../src/host/dashboard/readAhead';

const ofMinutes = requestOf(initialState);
const ofWeek = requestOf(placedState(initialState, { period: { kind: 'last', range: '7d' } }));

describe('reading ahead', () => {
  let reads: DashboardRequest[];
  let signals: AbortSignal[];
  let ahead: ReadAhead;
  let asking: AbortController;
  beforeEach(() => {
    reads = [];
    signals = [];
    asking = new AbortController();
    ahead = new ReadAhead((request, signal) => {
      reads.push(request);
      signals.push(signal);
      return Promise.resolve(null);
    });
  });

  it('answers with the pending read, and reads again after that', async () => {
    ahead.begin(ofWeek);
    await ahead.read({ ...ofWeek }, asking.signal);
    assert.deepEqual(reads, [ofWeek]);
    await ahead.read(ofWeek, asking.signal);
    assert.deepEqual(reads, [ofWeek, ofWeek]);
  });

  it('reads what else is asked for, and ends what was begun', async () => {
    ahead.begin(ofMinutes);
    await ahead.read(ofWeek, asking.signal);
    assert.deepEqual(reads, [ofMinutes, ofWeek]);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
  });

  it('ends what was begun when whoever asked for it wants it no more, or nobody will ask', () => {
    ahead.begin(ofWeek);
    void ahead.read(ofWeek, asking.signal);
    asking.abort();
    ahead.begin(ofWeek);
    ahead.cancel();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, true],
    );
  });

  it('lets a failure be seen only where somebody asks', async () => {
    const failing = new ReadAhead(() => Promise.reject(new Error('no')));
    failing.begin(ofWeek);
    await assert.rejects(failing.read(ofWeek, asking.signal), /no/);
  });
});

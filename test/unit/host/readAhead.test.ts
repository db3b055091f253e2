import { strict as assert } from 'node:assert';
import { initialState, placedState, requestOf } from '../../../src/protocol/dashboardState';
import type { DashboardRequest } from '../../../src/protocol/webviewMessages';
import { ReadAhead } from '../../../src/host/dashboard/readAhead';

const ofMinutes = requestOf(initialState);
const ofWeek = requestOf(placedState(initialState, { period: { kind: 'last', range: '7d' } }));

describe('reading ahead', () => {
  let reads: DashboardRequest[];
  let ahead: ReadAhead;
  beforeEach(() => {
    reads = [];
    ahead = new ReadAhead((request) => {
      reads.push(request);
      return Promise.resolve(null);
    });
  });

  it('answers with the pending read, and reads again after that', async () => {
    ahead.begin(ofWeek);
    await ahead.read({ ...ofWeek });
    assert.deepEqual(reads, [ofWeek]);
    await ahead.read(ofWeek);
    assert.deepEqual(reads, [ofWeek, ofWeek]);
  });

  it('reads what else is asked for', async () => {
    ahead.begin(ofMinutes);
    await ahead.read(ofWeek);
    assert.deepEqual(reads, [ofMinutes, ofWeek]);
  });

  it('lets a failure be seen only where somebody asks', async () => {
    const failing = new ReadAhead(() => Promise.reject(new Error('no')));
    failing.begin(ofWeek);
    await assert.rejects(failing.read(ofWeek), /no/);
  });
});

import { deepEqual } from 'node:assert/strict';
import { changesOf } from '../../../src/domain/commitChanges';
import { batchOf, coverageOf, errorOf, minuteOf, monday } from '../store/support/batches';

describe('what a commit changes', () => {
  const none = { requests: false, errors: false, events: false };

  it('is nothing where only the state and coverage go on', () => {
    deepEqual(changesOf(batchOf(1, { events: [coverageOf(monday, monday + 60)] })), none);
  });

  it('is requests with a minute, errors with a failed request and what is found out of one, events with others than coverage', () => {
    const cause = { logId: 'a', timestamp: monday, errorMessage: 'late' };
    const ids = { requestId: null, traceId: null, spanId: null };
    const restart = { kind: 'server_restart', from: monday, to: monday, detail: {} } as const;
    deepEqual(changesOf(batchOf(1, { minutes: [minuteOf(monday)] })), { ...none, requests: true });
    deepEqual(changesOf(batchOf(1, { errors: [errorOf()] })), { ...none, errors: true });
    deepEqual(changesOf(batchOf(1, { moreErrors: [{ ...errorOf(), count: 2 }] })), {
      ...none,
      errors: true,
    });
    deepEqual(changesOf(batchOf(1, { causes: [{ ...cause, ...ids }] })), { ...none, errors: true });
    deepEqual(changesOf(batchOf(1, { events: [restart] })), { ...none, events: true });
  });
});

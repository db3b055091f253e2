import {
  batchOf,
  errorOf,
  incrementOf,
  minuteOf,
  monday,
  rowOf,
} from '../unit/store/support/batches';
import type { CommitBatch } from '../../src/domain/commitBatch';

const rowsPerBatch = 30;
/** Between the minutes of two batches. */
export const secondsPerBatch = 600;

/** The minute that a batch writes, unix seconds. */
export function minuteOfBatch(id: number): number {
  return monday + id * secondsPerBatch;
}

/** The batch of an id: its minute has so many rows of `id` requests each, and closes all before it. */
export function numberedBatch(id: number): CommitBatch {
  const minute = minuteOfBatch(id);
  const endpoints = Array.from({ length: rowsPerBatch }, (_, index) => `/api/${index}/things`);
  return batchOf(id, {
    finalBefore: minute,
    committedAt: minute * 1000,
    minutes: [
      minuteOf(minute, {
        rows: endpoints.map((endpoint) => rowOf({ endpoint, requestCount: id })),
      }),
    ],
    endpoints: endpoints.map((endpoint) => incrementOf({ endpoint, lastSeen: minute })),
    errors: endpoints.map((endpoint) => errorOf({ endpoint, timestamp: minute })),
    state: `state ${id}`,
  });
}

/** What numberedBatch(1) to numberedBatch(last) come to. */
export function expectedRows(last: number): { readonly rows: number; readonly requests: number } {
  return { rows: last * rowsPerBatch, requests: (rowsPerBatch * last * (last + 1)) / 2 };
}

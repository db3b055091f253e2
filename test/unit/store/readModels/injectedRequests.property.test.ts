import { deepEqual, ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import type { FaultCounts } from '../../../../src/store/readModels/faults';
import { injectedRequests } from '../../../../src/store/readModels/injectedRequests';

const codes = [500, 502, 503] as const;

/** What happened: faults, each of which ended some requests with some statuses, and what failed by itself. */
const happened = fc.record({
  faults: fc.array(
    fc.record({ ended: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), isOurs: fc.boolean() }),
    { maxLength: 3 },
  ),
  own: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
});

describe('requests that injected faults ended', () => {
  it('are between what is told at least and at most, of each status and of all', () => {
    fc.assert(
      fc.property(happened, ({ faults, own }) => {
        const counts = (isOurs: boolean): FaultCounts[] =>
          faults
            .filter((fault) => fault.isOurs === isOurs)
            .map(({ ended }) => ({
              method: null,
              statuses: codes.filter((_, i) => ended[i]! > 0).map(String),
              count: ended.reduce((sum, n) => sum + n, 0),
            }))
            .filter(({ count }) => count > 0);
        const truly = codes.map((_, i) =>
          faults.reduce((sum, { ended, isOurs }) => sum + (isOurs ? ended[i]! : 0), 0),
        );
        const byStatus = new Map(codes.map((code, i) => [code, own[i]! + truly[i]!]));
        const [ours, others] = [counts(true), counts(false)];
        const { statuses, injected } = injectedRequests(byStatus, [...ours, ...others], ours);
        for (const { status, injected: of } of statuses) {
          const there = truly[codes.findIndex((code) => code === status)]!;
          ok(of[0] <= there && there <= of[1], `${status}: ${there} of ${JSON.stringify(of)}`);
        }
        const all = truly.reduce((sum, n) => sum + n, 0);
        ok(injected[0] <= all && all <= injected[1], `${all} of ${JSON.stringify(injected)}`);
      }),
    );
  });

  it('are all known where everything that failed was injected', () => {
    const faults = [{ method: 'GET', statuses: ['500', '503'], count: 5 }];
    const byStatus = new Map([
      [200, 7],
      [500, 2],
      [503, 3],
    ]);
    deepEqual(injectedRequests(byStatus, faults, faults), {
      statuses: [
        { status: 200, requests: 7, injected: [0, 0] },
        { status: 500, requests: 2, injected: [2, 2] },
        { status: 503, requests: 3, injected: [3, 3] },
      ],
      injected: [5, 5],
    });
  });
});

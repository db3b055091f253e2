import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { compareTraffic } from '../../../src/protocol/compareTraffic';
import type { TrafficPair, TrafficSample } from '../../../src/protocol/compareTraffic';
import type { TrafficDifference, Verdict } from '../../../src/protocol/spanComparison';

const bounds = [1, 2, 5, 10];

/** A span with times that are spread over the first buckets, `shift` further on. */
function sample(requests: number, errors: number, shift = 0, faults: number | null = 0) {
  const counts = [0, 0, 0, 0, 0].map((_, i) => (i === shift || i === shift + 1 ? requests / 2 : 0));
  return { requests, errors, faults, times: { bounds, counts, sum: 0 } } satisfies TrafficSample;
}

function verdicts(...pairs: readonly TrafficPair[]): readonly (readonly [Verdict, Verdict])[] {
  return compareTraffic(pairs).map(({ errorRate, latency }) => [
    errorRate.verdict,
    latency.verdict,
  ]);
}

describe('compareTraffic', () => {
  it('says what became better or worse, and what is not more than noise', () => {
    const [plain, failing] = [sample(100, 2), sample(100, 30)];
    const slow = sample(100, 2, 1);
    deepEqual(
      verdicts(
        { before: plain, after: failing },
        { before: failing, after: plain },
        { before: plain, after: slow },
        { before: slow, after: plain },
        { before: plain, after: sample(100, 3) },
      ),
      [
        ['worse', 'noise'],
        ['better', 'noise'],
        ['noise', 'worse'],
        ['noise', 'better'],
        ['noise', 'noise'],
      ],
    );
  });

  it('leaves out the requests that injected faults ended', () => {
    const before = sample(100, 2);
    const after = sample(140, 42, 0, 40);
    deepEqual(verdicts({ before, after }), [['noise', 'noise']]);
    const [difference] = compareTraffic([{ before, after }]);
    equal(difference?.errorRate.test?.difference, 0);
    deepEqual([difference.after.errors, difference.after.faults], [42, 40]);
    // What failed by itself is told all the same.
    deepEqual(verdicts({ before, after: sample(140, 72, 0, 40) }), [['worse', 'noise']]);
  });

  it('compares no error rates where nobody knows whose the faults were', () => {
    const pair = { before: sample(100, 2), after: sample(100, 90, 0, null) };
    deepEqual(verdicts(pair), [['notComparable', 'noise']]);
  });

  it('does not tell of fewer than ten requests, nor of fewer whose time is known', () => {
    const many = sample(1000, 0);
    const nine = { ...sample(10, 10, 2), requests: 9, errors: 9 };
    deepEqual(verdicts({ before: many, after: nine }), [['tooFew', 'tooFew']]);
    deepEqual(verdicts({ before: many, after: sample(10, 10, 2) }), [['worse', 'worse']]);
    const untimed = { ...sample(10, 10), times: sample(8, 0, 2).times };
    deepEqual(verdicts({ before: many, after: untimed }), [['worse', 'tooFew']]);
    // Of ten requests faults ended one.
    deepEqual(verdicts({ before: many, after: sample(10, 10, 2, 1) }), [['tooFew', 'worse']]);
  });

  it('compares no times that are not known, or have no bound in common', () => {
    const before = sample(100, 0);
    deepEqual(verdicts({ before, after: { ...before, times: null } }), [
      ['noise', 'notComparable'],
    ]);
    const times = { bounds: [7], counts: [50, 50], sum: 0 };
    deepEqual(verdicts({ before, after: { ...before, times } }), [['noise', 'notComparable']]);
  });

  it('takes the tests of all endpoints for one family', () => {
    const one = { before: sample(100, 2), after: sample(100, 10) };
    const same = { before: sample(100, 2), after: sample(100, 2) };
    equal(verdicts(one)[0]?.[0], 'worse');
    const many = verdicts(one, ...new Array<TrafficPair>(20).fill(same));
    ok(many.every(([errors, times]) => errors === 'noise' && times === 'noise'));
  });

  it('says the opposite of spans that change places, and nothing of equal ones', () => {
    const anySample = fc
      .record({
        requests: fc.nat(300),
        failed: fc.double({ min: 0, max: 1, noNaN: true }),
        injected: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        times: fc.option(fc.array(fc.nat(90), { minLength: 5, maxLength: 5 })),
      })
      .map(({ requests, failed, injected, times }) => {
        const errors = Math.round(requests * failed);
        return {
          requests,
          errors,
          faults: injected === null ? null : Math.round(errors * injected),
          times: times && { bounds, counts: times, sum: 0 },
        };
      });
    const pairs = fc.array(fc.record({ before: anySample, after: anySample }), { maxLength: 8 });
    const opposite: Readonly<Record<Verdict, Verdict>> = {
      ...{ better: 'worse', worse: 'better', noise: 'noise' },
      ...{ tooFew: 'tooFew', notComparable: 'notComparable' },
    };
    const of = (differences: readonly TrafficDifference[]): readonly Verdict[] =>
      differences.flatMap(({ errorRate, latency }) => [errorRate.verdict, latency.verdict]);
    fc.assert(
      fc.property(pairs, (some) => {
        const turned = some.map(({ before, after }) => ({ before: after, after: before }));
        deepEqual(
          of(compareTraffic(turned)),
          of(compareTraffic(some)).map((verdict) => opposite[verdict]),
        );
        const equalOnes = some.map(({ before }) => ({ before, after: before }));
        ok(of(compareTraffic(equalOnes)).every((one) => one !== 'better' && one !== 'worse'));
      }),
    );
  });
});

import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { AlertLimit, AlertRule } from '../../../src/alerts/alertRule';
import { judge } from '../../../src/alerts/alertRule';
import type { MinuteTraffic } from '../../../src/protocol/readModels';

const begin = 6000;

function ruleOf(minutes: number, limit: AlertLimit): AlertRule {
  return { target: 'shop', endpoint: null, limit, minutes };
}

const fivePercent = { kind: 'errorRate', percent: 5 } as const;
const p95 = { kind: 'p95', milliseconds: 250 } as const;

/** Minutes that follow each other, each by what differs from one with 20 requests that succeeded. */
function minutesOf(...parts: readonly Partial<MinuteTraffic>[]): MinuteTraffic[] {
  return parts.map((part, index) => ({
    ...{ at: begin + index * 60, coveredSeconds: 60, requests: 20, errors: 0, p95: null },
    ...part,
  }));
}

const ok = {};
const failing = { errors: 2 };
const silent = { requests: 0 };
const gap = { coveredSeconds: 59, errors: 2 };
const open = { coveredSeconds: 20, requests: 5 };

function verdict(limit: AlertLimit, minutes: number, ...parts: Partial<MinuteTraffic>[]): string {
  return judge(ruleOf(minutes, limit), minutesOf(...parts)).kind;
}

function between(from: number, to: number): Pick<MinuteTraffic, 'p95'> {
  return { p95: { value: (from + to) / 2, bucket: [from, to], above: false } };
}

describe('an alert rule', () => {
  it('is broken where each of its minutes is over, whatever was before', () => {
    equal(verdict(fivePercent, 2, failing, failing), 'over');
    equal(verdict(fivePercent, 2, ok, gap, failing, failing), 'over');
    equal(verdict(fivePercent, 2, failing, ok, failing), 'within');
    equal(verdict(fivePercent, 2, failing, failing, ok), 'within');
  });

  it('is judged up to the last minute that was collected as a whole, and says from when', () => {
    const traffic = minutesOf(ok, failing, failing, open, silent);
    deepEqual(judge(ruleOf(2, fivePercent), traffic.slice(0, 4)), { kind: 'over', from: 6060 });
    equal(verdict(fivePercent, 2, failing, failing, { ...open, errors: 5 }), 'over');
    equal(verdict(fivePercent, 2, failing, { ...gap, errors: 0 }, failing, failing, open), 'over');
  });

  it('is neither broken nor kept by gaps and minutes without requests', () => {
    for (const nothing of [silent, gap]) {
      equal(verdict(fivePercent, 3, failing, nothing, failing), 'unknown');
      equal(verdict(fivePercent, 3, failing, nothing, ok), 'within');
      equal(verdict(fivePercent, 1, nothing), 'unknown');
    }
    equal(verdict(fivePercent, 3, failing, failing), 'unknown');
    equal(verdict(fivePercent, 3), 'unknown');
  });

  it('decides nothing below ten requests in its minutes', () => {
    const few = { requests: 4, errors: 4 };
    equal(verdict(fivePercent, 2, few, few), 'unknown');
    equal(verdict(fivePercent, 3, few, few, few), 'over');
    equal(verdict(fivePercent, 1, { requests: 9 }), 'unknown');
  });

  it('is over only above its limit', () => {
    equal(verdict(fivePercent, 1, { requests: 20, errors: 1 }), 'within');
    equal(verdict(fivePercent, 1, { requests: 19, errors: 1 }), 'over');
    equal(verdict({ kind: 'errorRate', percent: 0 }, 1, { errors: 1 }), 'over');
  });

  it('is over by a p95 whose whole bucket is', () => {
    equal(verdict(p95, 1, between(250, 500)), 'over');
    equal(verdict(p95, 1, between(100, 250)), 'within');
    equal(verdict(p95, 1, between(200, 300)), 'within');
    equal(verdict(p95, 1, { p95: null }), 'unknown');
  });

  it('is decided by its newest minutes alone', () => {
    const minute = fc.constantFrom(ok, failing, silent, gap, { requests: 3, errors: 3 });
    fc.assert(
      fc.property(fc.array(minute), fc.array(minute), fc.integer({ min: 1, max: 6 }), (a, b, n) => {
        const end = b.findLastIndex((part) => part !== gap) + 1;
        if (end < n) return;
        equal(
          verdict(fivePercent, n, ...a, ...b),
          verdict(fivePercent, n, ...b.slice(end - n, end)),
        );
      }),
    );
  });
});

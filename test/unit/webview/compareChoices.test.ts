import assert from 'node:assert/strict';
import { compareChoices, comparedText } from '../../../webview/compareChoices';
import { timeFormat } from '../../../webview/times';
import { dashboard, point, start } from './dashboards';

const times = timeFormat('en', 'UTC');
const restart = { kind: 'server_restart', at: start + 300, name: null } as const;
const mark = { kind: 'session_mark', at: start + 600, name: 'new cache' } as const;

describe('compareChoices', () => {
  it('offers marks and restarts, and an earlier window last', () => {
    const { choices, value } = compareChoices({ kind: 'previous' }, [mark, restart], times, start);
    assert.equal(value, 'previous');
    assert.deepEqual(
      choices.map(({ text }) => text),
      [
        'nothing',
        'previous period',
        'since new cache, 22:10',
        'since restart, 22:05',
        'earlier window...',
      ],
    );
  });

  it('keeps what is chosen when its mark is no longer offered', () => {
    const chosen = { kind: 'since', at: start + 60 } as const;
    const { choices, value } = compareChoices(chosen, [], times, start);
    assert.deepEqual(choices.find((choice) => choice.value === value)?.compare, chosen);
  });
});

describe('comparedText', () => {
  it('names the compared period, with its day where that is another', () => {
    const data = dashboard([point(0, 5)]);
    assert.equal(comparedText(data, times), null);
    const totals = { coveredSeconds: 60, requests: 1, errors: 0, bytesSent: 0 };
    const side = { ...totals, p50: null, p95: null, p99: null };
    const of = (from: number) =>
      comparedText(
        {
          ...data,
          comparison: { from, to: from + 60, grain: 60, now: side, then: side, points: [] },
        },
        times,
      );
    assert.equal(of(start - 60), '21:59 – 22:00');
    assert.equal(of(start - 86_400), 'Sun 22 Nov 22:00 – 22:01');
  });
});

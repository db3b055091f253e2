import assert from 'node:assert/strict';
import { compareChoices, comparedText } from '../../../../webview/text/compareChoices';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { dashboard, point, start } from '../dashboards';

const times = timeFormat('en', 'UTC');
const restart = { kind: 'server_restart', at: start + 300, name: null } as const;
const mark = { kind: 'session_mark', at: start + 600, name: 'new cache' } as const;
const friday = { path: '/data/friday.sqlite', name: 'friday.sqlite' };

describe('compareChoices', () => {
  it('offers marks and restarts, and an earlier window last', () => {
    const { choices, value } = compareChoices(
      { kind: 'previous' },
      { marks: [mark, restart], files: [friday] },
      times,
      start,
    );
    assert.equal(value, 'previous');
    assert.deepEqual(
      choices.map(({ text }) => text),
      [
        'nothing',
        'previous period',
        'since new cache, 22:10',
        'since restart, 22:05',
        'last part of friday.sqlite, same length',
        'earlier window...',
      ],
    );
  });

  it('keeps what is chosen when its mark is no longer offered', () => {
    const chosen = { kind: 'since', at: start + 60 } as const;
    const { choices, value } = compareChoices(chosen, { marks: [], files: [] }, times, start);
    assert.deepEqual(choices.find((choice) => choice.value === value)?.compare, chosen);
  });

  it('chooses a file, also one that was removed from the list', () => {
    const chosen = { kind: 'file', path: friday.path } as const;
    const textWith = (files: readonly (typeof friday)[]): string | undefined => {
      const { choices, value } = compareChoices(chosen, { marks: [], files }, times, start);
      return choices.find((choice) => choice.value === value)?.text;
    };
    assert.equal(textWith([friday]), 'last part of friday.sqlite, same length');
    assert.equal(textWith([]), 'last part of a removed file, same length');
  });
});

describe('comparedText', () => {
  it('names the compared period, with its day where that is another', () => {
    const data = dashboard([point(0, 5)]);
    assert.equal(comparedText(data, times), null);
    const totals = { coveredSeconds: 60, requests: 1, errors: 0, bytesSent: 0 };
    const side = { ...totals, p50: null, p95: null, p99: null, injectedMs: null };
    const comparisonOf = (from: number) => ({
      ...{ from, to: from + 60, grain: 60 },
      ...{ now: side, then: side, points: [] },
    });
    const of = (from: number) => comparedText({ ...data, comparison: comparisonOf(from) }, times);
    assert.equal(of(start - 60), '21:59 – 22:00');
    assert.equal(of(start - 86_400), 'Sun 22 Nov 22:00 – 22:01');
    const withFile = { ...data, query: { ...data.query, compareFile: { ...friday, file: '/x' } } };
    assert.equal(
      comparedText({ ...withFile, comparison: comparisonOf(start - 60) }, times),
      'friday.sqlite 21:59 – 22:00',
    );
  });
});

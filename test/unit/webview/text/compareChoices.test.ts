import assert from 'node:assert/strict';
import {
  compareChoices,
  comparedText,
  uncomparedText,
} from '../../../../webview/text/compareChoices';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { dashboard, point, start } from '../dashboards';

const times = timeFormat('en', 'UTC');
const restart = { kind: 'server_restart', at: start + 300, name: null } as const;
const mark = { kind: 'session_mark', at: start + 600, name: 'new cache' } as const;
const smoke = { name: 'smoke', from: start - 590, to: start - 300 };
const running = { name: 'load', from: start - 60, to: null };
const friday = { path: '/data/friday.sqlite', name: 'friday.sqlite' };

describe('compareChoices', () => {
  it('offers marks and restarts, and an earlier window last', () => {
    const { choices, value } = compareChoices(
      { kind: 'previous' },
      { marks: [mark, restart], sessions: [smoke, running], files: [friday] },
      times,
      start,
    );
    assert.equal(value, 'previous');
    assert.deepEqual(
      choices.map(({ text }) => text),
      [
        'nothing',
        'previous period',
        'session “smoke”, 21:50',
        'before “new cache”, 22:10',
        'before restart, 22:05',
        'last part of friday.sqlite, same length',
        'earlier window...',
      ],
    );
  });

  it('compares with a session up to its end', () => {
    const comparables = { marks: [], sessions: [smoke], files: [] };
    const compare = { kind: 'earlier', from: start - 600, to: start - 300 } as const;
    const { choices, value } = compareChoices(compare, comparables, times, start);
    assert.deepEqual(
      choices.find((choice) => choice.value === value),
      { value, text: 'session “smoke”, 21:50', compare },
    );
  });

  it('keeps what is chosen when its mark is no longer offered', () => {
    const chosen = { kind: 'before', at: start + 60 } as const;
    const { choices, value } = compareChoices(
      chosen,
      { marks: [], sessions: [], files: [] },
      times,
      start,
    );
    assert.deepEqual(choices.find((choice) => choice.value === value)?.compare, chosen);
  });

  it('chooses a file, also one that was removed from the list', () => {
    const chosen = { kind: 'file', path: friday.path } as const;
    const textWith = (files: readonly (typeof friday)[]): string | undefined => {
      const { choices, value } = compareChoices(
        chosen,
        { marks: [], sessions: [], files },
        times,
        start,
      );
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
      ...({ errorRate: 'worse', latency: 'worse' } as const),
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

describe('uncomparedText', () => {
  const data = dashboard([point(0, 5)]);
  const before = { kind: 'before', at: start + 20 } as const;

  it('says why a range is not compared, and from when on it would be', () => {
    assert.deepEqual(uncomparedText(before, data, times), {
      text: 'not compared: the range begins before 22:00',
      since: start + 60,
    });
    const earlier = uncomparedText({ kind: 'earlier', from: start + 60 }, data, times);
    assert.equal(earlier?.text, 'not compared: the earlier window is no earlier');
    assert.equal(uncomparedText({ kind: 'none' }, data, times), null);
  });

  it('says that there was nothing in the period that it is compared with', () => {
    const totals = { coveredSeconds: 0, requests: 0, errors: 0, bytesSent: 0 };
    const side = { ...totals, p50: null, p95: null, p99: null, injectedMs: null };
    const textOf = (coveredSeconds: number, storedFrom: number) => {
      const known = { at: start, coveredSeconds, requests: 0, errors: 0, p95: null };
      const comparison = {
        ...{ from: start - 60, to: start, grain: 60 },
        ...{ now: side, then: side, points: [known] },
        ...({ errorRate: 'noise', latency: 'noise' } as const),
      };
      const stored = { from: storedFrom, to: start + 60 };
      return uncomparedText({ kind: 'previous' }, { ...data, comparison, stored }, times)?.text;
    };
    assert.equal(textOf(0, start), 'nothing to compare with before 22:00');
    assert.equal(textOf(0, start - 600), 'nothing to compare with: nothing was collected then');
    assert.equal(textOf(1, start), undefined);
  });
});

import assert from 'node:assert/strict';
import { dataEnd, stepEdges } from '../../../../src/protocol/interruptions';
import { laneContentOf } from '../../../../webview/charts/laneContent';
import { noBreak, numberFormat } from '../../../../src/domain/numberFormat';
import type { DashboardData } from '../../../../src/protocol/dashboardData';
import { dashboard, event, partly, point, start } from '../dashboards';

describe('laneContentOf', () => {
  const coverage = (data: DashboardData, failing: boolean) =>
    laneContentOf(data, failing, numberFormat('en'));
  const minutes = (count: number) => Array.from({ length: count }, (_, i) => point(i, 60));
  const bands = (...args: Parameters<typeof coverage>) =>
    coverage(...args).bands.map(({ from, to, label }) => [
      from - start,
      to - start,
      label.replaceAll(noBreak, ' '),
    ]);

  it('is silent where everything is known', () => {
    assert.deepEqual(coverage(dashboard(minutes(5)), false), {
      bands: [],
      restarts: [],
      marks: [],
    });
  });

  it('has sessions as far as they lie in the range, and moments without an end', () => {
    const named = (from: number, to: number, name: string) =>
      event('session_mark', from, to, { name });
    const data = dashboard(minutes(5), [
      named(-120, -60, 'before'),
      named(-60, 60, 'across'),
      named(100, 100, 'moment'),
      named(120, 9_000_000, 'running'),
      named(-50, -50, 'earlier moment'),
    ]);
    const { marks } = coverage(data, false);
    assert.deepEqual(
      marks.map(({ at, to, name }) => [name, at - start, to === null ? null : to - start]),
      [
        ['across', 0, 60],
        ['moment', 100, null],
        ['running', 120, 300],
      ],
    );
  });

  it('names gaps by their length and clips them to the range', () => {
    const data = dashboard(minutes(5), [event('gap', 100, 130), event('gap', -600, 10)]);
    assert.deepEqual(bands(data, false), [
      [0, 10, 'gap 10 s'],
      [100, 130, 'gap 30 s'],
    ]);
  });

  it('draws uncovered minutes that no gap explains', () => {
    const points = minutes(6).map((each, i) => (i === 2 || i === 3 ? partly(each, 0) : each));
    assert.deepEqual(bands(dashboard(points), false), [[120, 240, 'not collected']]);
    const explained = dashboard(points, [event('gap', 120, 240)]);
    assert.deepEqual(bands(explained, false), [[120, 240, 'gap 2 min']]);
    const half = dashboard(points, [event('gap', 110, 180)]);
    assert.deepEqual(bands(half, false), [
      [110, 180, 'gap 70 s'],
      [180, 240, 'not collected'],
    ]);
  });

  it('draws what is missing at the end from where the data stop', () => {
    const points = minutes(6).map((each, i) => partly(each, i < 3 ? 60 : i === 3 ? 15 : 0));
    assert.deepEqual(bands(dashboard(points), true), [[195, 360, 'no answer']]);
    assert.deepEqual(bands(dashboard(points), false), [[195, 360, 'not collected']]);
    const past = { ...dashboard(points), stored: { from: start, to: start + 7200 } };
    assert.deepEqual(bands(past, true), [[195, 360, 'not collected']]);
  });

  it('is quiet about what nobody collected, and not about a server that is gone', () => {
    const points = minutes(6).map((each, i) => partly(each, i === 1 || i > 3 ? 0 : 60));
    const data = dashboard(points, [event('gap', 130, 140)]);
    const quiet = coverage(data, true).bands.map(({ label, isQuiet }) => [label, isQuiet]);
    assert.deepEqual(quiet, [
      ['not collected', true],
      [`gap 10${noBreak}s`, false],
      ['no answer', false],
    ]);
  });

  it('says how many requests of a gap came at an unknown time', () => {
    const gap = event('gap', 100, 130, { requests: 1234, spread: false });
    const text = 'gap 30 s, 1,234 requests at an unknown time';
    assert.deepEqual(bands(dashboard(minutes(5), [gap]), false), [[100, 130, text]]);
  });

  it('says how many requests came before a server was first met', () => {
    const points = minutes(6).map((each, i) => partly(each, i < 2 ? 0 : i === 2 ? 20 : 60));
    const met = (requestsBefore: number) =>
      dashboard(points, [event('first_contact', 230, 230, { requestsBefore, rowsFromLog: 0 })]);
    const text = 'not collected, 1,234 requests at an unknown time';
    assert.deepEqual(bands(met(1234), false), [[0, 120, text]]);
    assert.deepEqual(bands(met(0), false), [[0, 120, 'not collected']]);
  });

  it('marks the minutes that a clock named which was ahead', () => {
    const data = dashboard(minutes(5), [event('clock_step', 100, 4000, { seconds: -3900 })]);
    assert.deepEqual(bands(data, false), [[100, 300, 'clock was ahead']]);
  });

  it('takes the minute under way for no gap', () => {
    const points = [...minutes(4), partly(point(4, 20), 15)];
    assert.deepEqual(bands(dashboard(points), false), []);
  });

  it('knows the restarts inside the range', () => {
    const data = dashboard(minutes(5), [
      event('server_restart', 70),
      event('server_restart', -5),
      event('first_contact', 20),
    ]);
    assert.deepEqual(coverage(data, false).restarts, [start + 70]);
  });
});

describe('stepEdges', () => {
  it('ends the last bar where its data end', () => {
    const points = [point(0, 5), partly(point(1, 5), 15), partly(point(2, 0), 0)];
    assert.deepEqual(stepEdges(points, 1, 60), [start + 60, start + 75]);
  });

  it('begins the first bar where collecting began', () => {
    const points = [partly(point(0, 0), 0), partly(point(1, 5), 20), point(2, 5)];
    assert.deepEqual(stepEdges(points, 1, 60), [start + 100, start + 120]);
  });

  it('leaves a bar with a gap inside whole', () => {
    const points = [point(0, 5), partly(point(1, 5), 30), point(2, 5)];
    assert.deepEqual(stepEdges(points, 1, 60), [start + 60, start + 120]);
  });
});

describe('dataEnd', () => {
  it('is the start of the range when nothing is known', () => {
    assert.equal(dataEnd(dashboard([partly(point(0, 0), 0)])), start);
  });
});

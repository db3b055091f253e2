import assert from 'node:assert/strict';
import { minuteSeconds } from '../../../../src/domain/time';
import type { DashboardData } from '../../../../src/protocol/dashboardData';
import { Crosshair } from '../../../../webview/charts/crosshair';
import {
  shownSelection,
  stepAt,
  stepBeginning,
  stepWindow,
} from '../../../../webview/charts/selectedTime';
import { dashboard, point, start } from '../dashboards';

describe('what is pointed at and selected in charts over time', () => {
  /** Ten minutes, of which so many have begun since the first look. */
  const after = (minutes: number): DashboardData => {
    const data = dashboard(Array.from({ length: 10 }, (_, i) => point(i + minutes, minuteSeconds)));
    const moved = {
      from: data.query.from + minutes * minuteSeconds,
      to: data.query.to + minutes * minuteSeconds,
    };
    return { ...data, query: { ...data.query, ...moved } };
  };
  const minute = (i: number): number => start + i * minuteSeconds;

  function selected(from: number, to: number): Crosshair {
    const crosshair = new Crosshair();
    crosshair.beginSelection(stepWindow(after(0), from), crosshair);
    crosshair.extendSelection(stepWindow(after(0), to));
    crosshair.endSelection();
    return crosshair;
  }

  for (const [from, to] of [
    [3, 5],
    [5, 3],
  ] as const) {
    it(`is the same time when minutes have begun since, selected from step ${from} to ${to}`, () => {
      const { selection } = selected(from, to);
      const window = { from: minute(3), to: minute(6) };
      assert.deepEqual(shownSelection(selection, after(0)), window);
      assert.deepEqual(shownSelection(selection, after(1)), window);
      assert.deepEqual(shownSelection(selection, after(3)), window);
    });
  }

  it('is only as much as is still shown', () => {
    const { selection } = selected(3, 5);
    assert.deepEqual(shownSelection(selection, after(5)), { from: minute(5), to: minute(6) });
    assert.equal(shownSelection(selection, after(6)), null);
  });

  it('points at the same minute, until that is shown no more', () => {
    const crosshair = new Crosshair();
    crosshair.set(stepWindow(after(0), 2).from, crosshair);
    assert.equal(stepBeginning(crosshair.at, after(0)), 2);
    assert.equal(stepBeginning(crosshair.at, after(2)), 0);
    assert.equal(stepBeginning(crosshair.at, after(3)), null);
  });

  it('is all of the minute that is under way', () => {
    const { query, ...data } = after(0);
    const early = { ...data, query: { ...query, to: query.to - 40 } };
    assert.deepEqual(stepWindow(early, 9), { from: minute(9), to: minute(10) });
  });

  it('is in no step beside the shown time', () => {
    assert.equal(stepAt(minute(0) - 1, after(0)), null);
    assert.equal(stepAt(minute(0), after(0)), 0);
    assert.equal(stepAt(minute(1) - 1, after(0)), 0);
    assert.equal(stepAt(minute(10) + 1, after(0)), null);
  });
});

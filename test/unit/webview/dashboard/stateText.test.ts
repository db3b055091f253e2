import assert from 'node:assert/strict';
import type { CollectingStatus } from '../../../../src/protocol/collectingStatus';
import { noBreak, numberFormat } from '../../../../src/domain/numberFormat';
import {
  attributionText,
  coverageText,
  hostOf,
  interruptionsText,
  nextTryText,
  staleText,
  triesText,
} from '../../../../webview/dashboard/stateText';
import { timeFormat } from '../../../../src/domain/timeFormat';
import { dashboard, event, partly, point, start } from '../dashboards';

const numbers = numberFormat('en');
const times = timeFormat('en', 'UTC');
const plain = (text: string | null): string | null => text?.replaceAll(noBreak, ' ') ?? null;

const failing: CollectingStatus = {
  phase: 'failing',
  metricsUrl: 'http://127.0.0.1:9090/metrics',
  adminUrl: 'http://127.0.0.1:9080',
  scrapeIntervalSeconds: 15,
  metrics: { state: 'failing', failure: null },
  log: { state: 'unknown', failure: null },
  recorder: { state: 'unknown', failure: null },
  lastScrapeAt: start * 1000,
  lastTryAt: (start + 180) * 1000,
  nextTryAt: (start + 195) * 1000,
  failedTries: 12,
};

describe('what the state line says', () => {
  it('of the address', () => {
    assert.equal(hostOf('http://127.0.0.1:9090/metrics'), '127.0.0.1:9090');
    assert.equal(hostOf('not a URL'), 'not a URL');
  });

  it('of restarts and gaps', () => {
    const events = [
      event('server_restart', 10),
      event('server_restart', 400),
      event('gap', 100, 130),
    ];
    const minute = [point(0, 1)];
    const text = interruptionsText(dashboard(minute, events), numbers);
    assert.equal(plain(text), '2 restarts, 1 gap of 30 s');
    assert.equal(interruptionsText(dashboard(minute), numbers), null);
  });

  it('of what makes numbers less than whole besides', () => {
    const events = [
      event('first_contact', 10, 10, { requestsBefore: 1234, rowsFromLog: 5 }),
      event('other_server', 20, 20, { process: 1 }),
      event('clock_step', 30, 3630, { seconds: -3600 }),
    ];
    assert.equal(
      interruptionsText(dashboard([point(0, 1)], events), numbers),
      '1,234 requests before, at an unknown time, another server answered, the clock was ahead',
    );
    const whole = [event('first_contact', 10, 10, { requestsBefore: 0, rowsFromLog: 5 })];
    assert.equal(interruptionsText(dashboard([point(0, 1)], whole), numbers), null);
  });

  it('of requests that no endpoint could be named for', () => {
    const data = dashboard([point(0, 5627)]);
    assert.equal(attributionText(data, numbers), 'All 5,627 requests attributed');
    const partial = { ...data, summary: { ...data.summary, unattributed: 12 } };
    assert.equal(attributionText(partial, numbers), '0.2% of requests not attributed');
    assert.equal(attributionText(dashboard([point(0, 0)]), numbers), null);
  });

  it('of the part that was collected', () => {
    const minutes = Array.from({ length: 15 }, (_, i) => point(i, 1));
    assert.equal(coverageText(dashboard(minutes), numbers), null);
    const few = minutes.map((each, i) => (i < 12 ? partly(each, 0) : each));
    assert.equal(coverageText(dashboard(few), numbers), '3 of 15 min collected');
    const { query, ...rest } = dashboard(minutes);
    const askedSeconds = 7 * 86_400;
    const summary = { ...rest.summary, askedSeconds };
    const week = { ...rest, summary, query: { ...query, from: query.to - askedSeconds } };
    assert.equal(plain(coverageText(week, numbers)), '15 min of 7 days collected');
  });

  it('of a server that does not answer', () => {
    assert.equal(
      plain(staleText(failing, times, (start + 183) * 1000)),
      'The numbers below end at 22:00:00, 3 min ago; next scrape in 12 s.',
    );
    assert.equal(
      plain(staleText({ ...failing, nextTryAt: null }, times, start * 1000)),
      'The numbers below end at 22:00:00.',
    );
    assert.equal(
      plain(staleText({ ...failing, lastScrapeAt: null }, times, (start + 183) * 1000)),
      'Next scrape in 12 s.',
    );
  });

  it('of tries', () => {
    assert.equal(triesText(failing, numbers), '12 tries');
    assert.equal(triesText({ ...failing, failedTries: 1 }, numbers), '1 try');
    assert.equal(triesText({ ...failing, failedTries: 0 }, numbers), null);
    assert.equal(nextTryText(failing, (start + 200) * 1000), 'trying now');
  });
});

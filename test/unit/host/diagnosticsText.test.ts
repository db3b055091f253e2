import assert from 'node:assert/strict';
import type { ServerInspection } from '../../../src/collector/inspect/inspectServer';
import { diagnosticsText } from '../../../src/host/diagnosticsText';
import type { DiagnosticsFacts } from '../../../src/host/diagnosticsText';
import { defaultSettings } from '../../../src/host/settings';
import type { SourceFailure } from '../../../src/collector/sources/sourceFailure';
import type { CollectingStatus } from '../../../src/protocol/collectingStatus';
import { failureText } from '../../../src/sentences/failureText';
import { english } from '../../../src/sentences/localize';
import { noon } from '../../support/times';

const failure: SourceFailure = {
  kind: 'no_answer',
  address: '127.0.0.1:9090',
  wanted: 'metrics',
  reason: { code: 'ECONNREFUSED', message: '' },
};
const missing = { ok: false, failure } as const;
const { metricsUrl, adminUrl } = defaultSettings;

const status: CollectingStatus = {
  phase: 'collecting',
  metricsUrl,
  adminUrl,
  scrapeIntervalSeconds: 15,
  metrics: { state: 'on', failure: null },
  log: { state: 'off', failure: failureText(failure, english) },
  recorder: { state: 'unknown', failure: null },
  lastScrapeAt: noon,
  lastTryAt: noon,
  nextTryAt: null,
  failedTries: 0,
};

const inspection: ServerInspection = {
  metricsUrl,
  adminUrl,
  metrics: missing,
  version: missing,
  routes: missing,
  logRows: missing,
};

function textOf(changes: Partial<DiagnosticsFacts> = {}): string {
  return diagnosticsText({
    extensionVersion: '0.1.0',
    vscodeVersion: '1.96.0',
    platform: 'linux x64',
    at: noon,
    settings: defaultSettings,
    status,
    inspection,
    ...changes,
  });
}

describe('diagnosticsText', () => {
  it('begins with the versions and ends with the inspection of the server', () => {
    const text = textOf();
    assert.match(text, /^MockForge Analytics 0\.1\.0, VS Code 1\.96\.0, linux x64, \S+Z\n/);
    assert.match(text, /\nMetrics of http:\/\/127\.0\.0\.1:9090\/metrics\n {2}No answer/);
  });

  it('lists the settings that differ from their defaults', () => {
    assert.match(textOf(), /\nSettings\n {2}All settings have their defaults\.\nCollecting\n/);
    const settings = { ...defaultSettings, errorsPerMinute: 5, environment: 'ci' };
    assert.match(
      textOf({ settings }),
      /\nSettings\n {2}mockforgeAnalytics\.batchSize: 5\n {2}mockforgeAnalytics\.environment: "ci"\nCollecting\n/,
    );
  });

  it('reports the state of collecting', () => {
    const text = textOf();
    assert.match(text, /\n {2}The last scrape succeeded\.\n {2}Metrics: on\n/);
    assert.match(
      text,
      /\n {2}Request log: off\. No answer from \S+: connection refused\. Start Mock/,
    );
    assert.match(text, /; next: none\n/);
    assert.match(text, /\n {2}No scrape has succeeded since the start\.\n/);
  });

  it('reports what the last scrape cost and what was wrong with the data', () => {
    const diagnostics = {
      droppedSamples: 1,
      seriesAnomalies: 2,
      lateRows: 3,
      lateFaults: 4,
      clockSteps: 5,
      otherEndpoints: 9,
      countedFromLog: 11,
      unequalHistograms: 10,
      repeatedSamples: 12,
      brokenHistograms: 13,
      otherServers: 14,
      unreadableEntries: 15,
      lastUnreadable: { entry: 'route', fault: { kind: 'null', field: 'path' } } as const,
      bodyBytes: 600,
      scrapeMs: 7,
      commitMs: 8,
    };
    const text = textOf({ status: { ...status, diagnostics } });
    assert.match(text, /600 bytes in 7 ms, committed in 8 ms\n/);
    assert.match(
      text,
      /dropped: 1; .*anomalies: 2; late log rows: 3; late faults: 4; clock steps: 5; .*endpoints: 9; .*log: 11; unequal histograms: 10; repeated samples: 12; broken histograms: 13; other servers: 14; unreadable entries: 15, the last of them a route: its path is null\n/,
    );
  });

  it('leaves out the query of an address wherever it stands', () => {
    const secret = `${metricsUrl}?token=hush`;
    const text = textOf({
      settings: { ...defaultSettings, metricsUrl: secret },
      status: { ...status, metricsUrl: secret },
      inspection: { ...inspection, metricsUrl: secret },
    });
    assert.doesNotMatch(text, /hush/);
    assert.match(text, /metrics\.url: "http:\/\/127\.0\.0\.1:9090\/metrics\?…"/);
  });
});

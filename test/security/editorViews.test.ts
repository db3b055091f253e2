import { strict as assert } from 'node:assert';
import { diagnosticsText } from '../../src/host/diagnosticsText';
import { defaultSettings } from '../../src/host/settings';
import { statusBarContent } from '../../src/host/statusBarContent';
import { offeredCommands, tooltipMarkdown, type Tooltip } from '../../src/host/surfaces/tooltip';
import { currentTargetRow } from '../../src/host/tree/currentTarget';
import { endpointText } from '../../src/host/tree/endpointText';
import { errorGroupText, storedErrorText } from '../../src/host/tree/errorText';
import { importedRow } from '../../src/host/tree/importedRow';
import type { TargetRow } from '../../src/host/tree/targetRow';
import type { RowText } from '../../src/host/surfaces/treeItem';
import type { CollectingStatus, FailureKind } from '../../src/protocol/collectingStatus';
import { english } from '../../src/sentences/localize';
import { noon } from '../support/times';
import { hostileStrings } from './hostileStrings';

const harmless = 'harmless';

const diagnostics = {
  ...{ droppedSamples: 0, seriesAnomalies: 0, lateRows: 0, lateFaults: 0, clockSteps: 0 },
  ...{ otherEndpoints: 0, countedFromLog: 0, unequalHistograms: 0, repeatedSamples: 0 },
  ...{ brokenHistograms: 0, otherServers: 0, unreadableEntries: 1 },
  ...{ bodyBytes: 1, scrapeMs: 1, commitMs: 1 },
};

/** A status in which a server, a file or another process wrote each text. */
function statusOf(
  text: string,
  kind: FailureKind,
  phase: CollectingStatus['phase'],
): CollectingStatus {
  const state = { state: 'failing', failure: { kind, what: text, todo: text } } as const;
  return {
    ...{ phase, metricsUrl: `http://h/${text}`, adminUrl: `http://h/${text}` },
    ...{ scrapeIntervalSeconds: 15, metrics: state, log: state, recorder: state },
    ...{ lastScrapeAt: noon, lastTryAt: noon, nextTryAt: noon, failedTries: 1, notice: text },
    collectedBy: { process: 1, host: text },
    diagnostics: {
      ...diagnostics,
      lastUnreadable: { entry: 'route', fault: { kind: 'missing', field: text } },
    },
  };
}

/** Every row of the side bar that such texts get into. */
function rowsOf(text: string): RowText[] {
  const name = { protocol: 'http', method: text, endpoint: text } as const;
  const counts = { requests: 1, errors: 1, averageMs: 1, timed: 1, p95: null };
  const error = {
    ...{ ...name, id: 1, count: 1, timestamp: noon / 1000, timestampMs: noon, path: text },
    ...{ statusCode: 500, errorType: text, errorMessage: text, clientIp: text },
    ...{ userAgent: text, requestId: text, traceId: text },
  };
  const group = {
    ...{ ...name, statusCodes: [500], errorType: text, errorMessage: text, count: 1 },
    ...{ anyMethod: false, first: 1, last: 1 },
  };
  const path = `/files/${text}`;
  const file = { path, name: text, from: noon / 1000, to: noon / 1000 };
  const restarts = { count: 0, last: null };
  const phases = ['failing', 'watching', 'collecting'] as const;
  const targets = phases.map((phase) =>
    currentTargetRow(
      { name: text, status: statusOf(text, 'not_metrics', phase), restarts, now: noon },
      'en',
      english,
    ),
  );
  return [
    endpointText({ ...name, ...counts, injected: null, statusCodes: [] }, 'en', english),
    errorGroupText(group, 'en', english),
    storedErrorText(error, 'en', english),
    storedErrorText({ ...error, count: 7 }, 'en', english),
    importedRow(file, noon, 'en', english).text,
    ...targets.flatMap(textsOf),
  ];
}

function textsOf({ text, children }: TargetRow): RowText[] {
  return [text, ...children.flatMap(textsOf)];
}

/** What Markdown makes of a hover: its text is escaped, so what is not is ours. */
function markupOf(tooltip: Tooltip): string {
  return tooltipMarkdown(tooltip).replaceAll(/\\[!-/:-@[-`{-~]|[^!-/:-@[-`{-~\n]/g, '');
}

describe('hostile texts in the trees of the side bar', function () {
  this.timeout(60_000);

  it('change no hover, offer no command and make no row too long to be read', () => {
    const expected = rowsOf(harmless);
    for (const text of hostileStrings) {
      const rows = rowsOf(text);
      for (const [index, { label, tooltip, spoken }] of rows.entries()) {
        assert.equal(markupOf(tooltip), markupOf(expected[index]?.tooltip ?? []), text);
        assert.deepEqual(offeredCommands(tooltip), []);
        assert.ok(label.length < 500, label);
        assert.ok(spoken.length < 210_000);
      }
    }
  });
});

describe('hostile texts in the status bar', function () {
  this.timeout(60_000);
  const summary = { requests: 1, errors: 1, coveredSeconds: 60, p95: null };
  const phases = ['failing', 'watching', 'collecting', 'paused', 'waiting'] as const;

  const contentOf = (
    text: string,
    kind: FailureKind,
    phase: CollectingStatus['phase'],
  ): ReturnType<typeof statusBarContent> =>
    statusBarContent(
      {
        ...{
          status: statusOf(text, kind, phase),
          summary,
          teamStore: null,
          staleSince: null,
          databaseBytes: 1,
          notice: text,
        },
        ...{ server: null, errorRateThresholdPercent: 5 },
        alerts: [text],
        running: [{ name: text, from: noon / 1000, to: null }],
      },
      'en',
      english,
    );

  it('change neither the item nor its hover, and offer only our commands', () => {
    for (const phase of phases) {
      for (const kind of ['not_metrics', 'prometheus_server'] as const) {
        const expected = contentOf(harmless, kind, phase);
        for (const text of hostileStrings) {
          const content = contentOf(text, kind, phase);
          assert.deepEqual([content.icon, content.text], [expected.icon, expected.text]);
          assert.equal(markupOf(content.tooltip), markupOf(expected.tooltip), text);
          assert.deepEqual(offeredCommands(content.tooltip), offeredCommands(expected.tooltip));
        }
      }
    }
  });
});

describe('hostile texts in copied diagnostics', () => {
  const linesOf = (text: string): string[] => {
    const status = statusOf(text, 'not_metrics', 'failing');
    const failure = { kind: 'not_text', address: 'h', type: text } as const;
    const missing = { ok: false, failure } as const;
    const { metricsUrl, adminUrl } = defaultSettings;
    return diagnosticsText({
      ...{ extensionVersion: '0.1.0', vscodeVersion: '1.96.0', platform: 'linux x64', at: noon },
      settings: { ...defaultSettings, workspaceId: text, environment: text },
      status,
      inspection: {
        ...{ metricsUrl, adminUrl, metrics: missing, routes: missing, logRows: missing },
        version: { ok: true, value: text },
      },
    }).split('\n');
  };

  it('make no line of their own, and nothing that a terminal obeys', () => {
    const expected = linesOf(harmless);
    for (const text of hostileStrings) {
      const lines = linesOf(text);
      assert.equal(lines.length, expected.length, text);
      for (const line of lines) assert.doesNotMatch(line, /\p{C}/u);
    }
  });
});

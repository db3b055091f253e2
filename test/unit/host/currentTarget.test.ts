import { strict as assert } from 'node:assert';
import { currentTargetRow, type TargetFacts } from '../../../src/host/tree/currentTarget';
import type { TargetRow } from '../../../src/host/tree/targetRow';
import { tooltipMarkdown } from '../../../src/host/surfaces/tooltip';
import type { CollectingStatus, FailureKind } from '../../../src/protocol/collectingStatus';
import { english } from '../../../src/sentences/localize';
import { everythingOn } from '../../support/everythingOn';

const at = new Date(2026, 10, 23, 22, 53, 15).getTime();

const status: CollectingStatus = {
  ...everythingOn,
  lastScrapeAt: at,
  lastTryAt: at,
  nextTryAt: at + 15_000,
  diagnostics: {
    droppedSamples: 0,
    seriesAnomalies: 0,
    lateRows: 1200,
    lateFaults: 3,
    clockSteps: 0,
    otherEndpoints: 0,
    countedFromLog: 0,
    unequalHistograms: 0,
    repeatedSamples: 0,
    brokenHistograms: 0,
    otherServers: 0,
    unreadableEntries: 0,
    lastUnreadable: null,
    bodyBytes: 464_300,
    scrapeMs: 8.6,
    commitMs: 0,
  },
};

const facts: TargetFacts = {
  name: '127.0.0.1:9090',
  status,
  restarts: { count: 0, last: null },
  now: at,
};

function target(changes: Partial<CollectingStatus> = {}): TargetRow {
  return currentTargetRow({ ...facts, status: { ...status, ...changes } }, 'en', english);
}

/** The rows as `label: description`, indented by their depth. */
function lines(row: TargetRow, depth = 0): string[] {
  const { label, description } = row.text;
  const line = `${'  '.repeat(depth)}${label}${description === '' ? '' : `: ${description}`}`;
  return [
    line.replaceAll('\u00a0', ' '),
    ...row.children.flatMap((child) => lines(child, depth + 1)),
  ];
}

function all(row: TargetRow): TargetRow[] {
  return [row, ...row.children.flatMap(all)];
}

function failing(kind: FailureKind): CollectingStatus['metrics'] {
  return { state: 'failing', failure: { kind, what: 'It *fails*.', todo: 'Mend it.' } };
}

describe('the rows of Targets', () => {
  it('show the state of sources, schedule, restarts and data quality', () => {
    assert.deepEqual(lines(target()), [
      '127.0.0.1:9090: collecting',
      '  Metrics: on',
      '  Request log: on',
      '  Recorder: on',
      '  Last scrape: 22:53:15',
      '  Next scrape: 22:53:30',
      '  Scrape interval: 15 s',
      '  Server restarts: none',
      '  Data quality: 1,203 notes',
      '    Dropped samples: 0',
      '    Series anomalies: 0',
      '    Late log rows: 1,200',
      '    Late faults: 3',
      '    Clock set back: 0',
      '    Requests at other endpoints: 0',
      '    Counted from the log: 0',
      '    Unequal histograms: 0',
      '    Repeated samples: 0',
      '    Broken histograms: 0',
      '    Other servers: 0',
      '    Unreadable entries: 0',
      '    Body size: 464.3 kB',
      '    Scrape time: 8.6 ms',
      '    Commit time: < 1 ms',
    ]);
  });

  it('tell under a source that fails what is wrong and how to switch it on', () => {
    const off = {
      kind: 'unreachable',
      what: 'No answer from 127.0.0.1:9080: connection refused.',
      todo: "Endpoints and errors need MockForge's admin API: start it with --admin.",
    } as const;
    const row = target({ log: { state: 'off', failure: off } });
    assert.deepEqual(lines(row).slice(2, 5), [
      '  Request log: off',
      `    ${off.what}`,
      `    ${off.todo}`,
    ]);
    const [, log] = row.children;
    assert.deepEqual(log?.help, ['copyServeCommand', 'connectToServer']);
    assert.ok(log.open);
    assert.equal(log.text.spoken, `Request log, off. ${off.what} ${off.todo}`);
  });

  const helps: readonly (readonly [FailureKind, TargetRow['help']])[] = [
    ['unreachable', ['copyServeCommand', 'connectToServer']],
    ['prometheus_server', ['connectToServer', 'backfillFromPrometheus']],
    ['html', ['connectToServer', 'showLog']],
    ['malformed', ['showLog']],
  ];
  for (const [kind, help] of helps) {
    it(`offer what helps against ${kind}, at the source and at its sentences`, () => {
      const [metrics] = target({ metrics: failing(kind) }).children;
      assert.ok(metrics);
      assert.deepEqual(
        all(metrics).map((row) => row.help),
        [help, help, help],
      );
    });
  }

  it('tell when it last answered and how often it did not since', () => {
    const row = target({
      phase: 'failing',
      metrics: failing('timeout'),
      lastScrapeAt: at - 86_400_000,
      failedTries: 1012,
    });
    assert.ok(lines(row).includes('  Last scrape: 22 Nov 22:53:15 · 1,012 failed tries'));
    assert.equal(lines(row)[0], '127.0.0.1:9090: not collecting');
    const once = target({ phase: 'failing', metrics: failing('timeout'), failedTries: 1 });
    assert.ok(lines(once).includes('  Last scrape: 22:53:15 · 1 failed try'));
  });

  it('know no next try while paused, and no diagnostics before a good scrape', () => {
    const { diagnostics: none, ...rest } = status;
    const paused = { ...rest, phase: 'paused', nextTryAt: null, lastScrapeAt: null } as const;
    const rows = lines(currentTargetRow({ ...facts, status: paused }, 'en', english));
    assert.deepEqual(
      [rows[0], ...rows.slice(4, 6), rows.at(-1), none?.lateFaults],
      [
        '127.0.0.1:9090: paused',
        '  Last scrape: –',
        '  Next scrape: –',
        '  Data quality: no successful scrape yet',
        3,
      ],
    );
  });

  it('count the restarts of the day and date the last one', () => {
    const restartsOf = (restarts: TargetFacts['restarts']): string | undefined =>
      lines(currentTargetRow({ ...facts, restarts }, 'en', english)).find((line) =>
        line.startsWith('  Server restarts'),
      );
    const today = { count: 2, last: at / 1000 - 60 };
    assert.equal(restartsOf(today), '  Server restarts: 2 in 24 h · last 22:52:15');
    const before = { count: 0, last: at / 1000 - 2 * 86_400 };
    assert.equal(restartsOf(before), '  Server restarts: 0 in 24 h · last 21 Nov 22:53:15');
  });

  it('get another id when a source changes its state, so that the editor shows what is wrong', () => {
    const [before] = target().children;
    const [then] = target({ metrics: failing('timeout') }).children;
    assert.notEqual(before?.id, then?.id);
    assert.ok(then?.open);
  });

  it('have ids of their own and show texts of the server as they are', () => {
    const rows = all(target({ metrics: failing('html'), log: failing('json') }));
    const ids = rows.map(({ id }) => id);
    assert.deepEqual([...new Set(ids)], ids);
    const tooltips = rows.map(({ text }) => tooltipMarkdown(text.tooltip)).join('\n');
    assert.match(tooltips, /It \\\*fails\\\*\\\./);
    assert.doesNotMatch(tooltips, /(?<!\\)\*fails/);
  });

  it('say of every diagnostic what it means for the numbers', () => {
    const diagnostics = target().children.at(-1)?.children ?? [];
    const meanings: readonly (readonly [string, RegExp])[] = [
      ['Dropped samples', /The next good sample counts everything/],
      ['Series anomalies', /nothing counts twice/],
      ['Late log rows', /They are not counted/],
      ['Late faults', /They are not counted/],
      ['Clock set back', /count in the minute it showed/],
      ['Requests at other endpoints', /counted like all others/],
      ['Counted from the log', /The log lacks/],
      ['Unequal histograms', /The latency shown comes from the buckets/],
      ['Repeated samples', /Only the first one counts/],
      ['Broken histograms', /no request count changes/],
      ['Other servers', /What it had counted before is left out/],
      ['Unreadable entries', /Its request is still counted/],
      ['Body size', /changes no number/],
      ['Scrape time', /makes numbers late, not wrong/],
      ['Commit time', /makes numbers late, not wrong/],
    ];
    assert.deepEqual(
      diagnostics.map(({ text }) => text.label),
      meanings.map(([label]) => label),
    );
    for (const [i, { text }] of diagnostics.entries()) {
      const [, meaning] = meanings[i]!;
      assert.match(tooltipMarkdown(text.tooltip).replaceAll('\\', ''), meaning);
    }
  });
});

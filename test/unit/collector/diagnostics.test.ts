import assert from 'node:assert/strict';
import { diagnosticRises } from '../../../src/collector/diagnosticRises';
import { logLine } from '../../../src/sentences/logLine';
import type { DataDiagnostics } from '../../../src/protocol/collectingStatus';
import { collectorBenches } from '../../support/collectorBench';

const none = {
  droppedSamples: 0,
  seriesAnomalies: 0,
  lateRows: 0,
  lateFaults: 0,
  clockSteps: 0,
  otherEndpoints: 0,
  countedFromLog: 0,
  unequalHistograms: 0,
  repeatedSamples: 0,
  brokenHistograms: 0,
  otherServers: 0,
  unreadableEntries: 0,
  lastUnreadable: null,
};

function lineOf(before: DataDiagnostics, after: DataDiagnostics): string | null {
  const rises = diagnosticRises(before, after);
  return rises && logLine({ kind: 'diagnostics', rises });
}

describe('diagnosticRises', () => {
  it('says nothing where no count rose', () => {
    assert.equal(lineOf({ ...none, lateRows: 4 }, { ...none, lateRows: 4 }), null);
  });

  it('says of the entries that cannot be read which the last one was', () => {
    const lastUnreadable = { entry: 'route', fault: { kind: 'null', field: 'path' } } as const;
    assert.equal(
      lineOf(none, { ...none, unreadableEntries: 2, lastUnreadable }),
      'In this scrape: unreadable entries, left out: 2 (a route: its path is null).',
    );
  });

  it('says by how much each count rose', () => {
    const before = { ...none, lateRows: 4 };
    assert.equal(
      lineOf(before, { ...none, lateRows: 6, clockSteps: 1 }),
      'In this scrape: log rows with no matching counter: 2; times the clock was set back: 1.',
    );
  });
});

describe('Diagnostics of collecting', () => {
  const newBench = collectorBenches();

  it('are absent until a scrape was good, then tell what it cost', async () => {
    const bench = await newBench();
    assert.equal(bench.status.diagnostics, undefined);
    const body = bench.model.metricsBody(bench.clock.now());
    await bench.start();
    const { bodyBytes, scrapeMs, commitMs, ...counts } = bench.status.diagnostics!;
    assert.equal(bodyBytes, Buffer.byteLength(body));
    // The bench's clock stands still while the server answers.
    assert.deepEqual([scrapeMs, commitMs], [0, 0]);
    assert.deepEqual(counts, none);
    await bench.collector.pause();
  });

  it('count what is wrong, which is one line in the log while it stays the same', async () => {
    const bench = await newBench();
    await bench.start();
    bench.model.move('mockforge_ws_messages_sent_total', {}, NaN);
    await bench.until(45);
    assert.equal(bench.status.diagnostics?.droppedSamples, 3);
    const noticed = bench.lines.filter((line) => line.startsWith('In this scrape'));
    assert.deepEqual(noticed, ['In this scrape: samples that no counter can be, ignored: 1.']);
    await bench.collector.pause();
  });

  it('go on from what the database holds, of which nothing is said again', async () => {
    const first = await newBench();
    await first.start();
    first.model.move('mockforge_ws_messages_sent_total', {}, NaN);
    await first.until(15);
    await first.collector.pause();

    // Its clock begins at noon again.
    const second = await newBench({ database: first.database });
    // It has answered the same questions as the first: whether there is a recorder and a mailbox.
    for (const status of [404, 501]) second.model.count({ at: second.clock.now(), status });
    await second.start();
    const { droppedSamples, clockSteps } = second.status.diagnostics!;
    assert.deepEqual([droppedSamples, clockSteps], [1, 1]);
    assert.deepEqual(
      second.lines.filter((line) => line.startsWith('In this scrape')),
      ['In this scrape: times the clock was set back: 1.'],
    );
    await second.collector.pause();
  });
});

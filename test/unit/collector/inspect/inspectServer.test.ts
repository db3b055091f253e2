import assert from 'node:assert/strict';
import { inspectServer } from '../../../../src/collector/inspect/inspectServer';
import type { ServerInspection } from '../../../../src/collector/inspect/inspectServer';
import { recordedHttp, recordedUrls } from '../../../../src/replay/recordedHttp';
import { RecordedServer } from '../../../../src/replay/recordedServer';
import { VirtualClock } from '../../../../src/replay/virtualClock';
import { failureText } from '../../../../src/sentences/failureText';
import { inspectionText } from '../../../../src/sentences/inspectionText';
import { english } from '../../../../src/sentences/localize';
import { MockForgeModel } from '../../../support/mockForgeModel';
import { MockForgeServer, send } from '../../../support/mockForgeServer';
import { shopRecording } from '../../../support/shop';
import { after as secondsAfter, noon } from '../../../support/times';

describe('inspectServer', () => {
  const clock = new VirtualClock(noon);
  let server: MockForgeServer;
  let model: MockForgeModel;

  beforeEach(async () => {
    model = new MockForgeModel(secondsAfter(-3600));
    server = await MockForgeServer.start(model, clock);
  });
  afterEach(() => server.stop());

  function inspect(): Promise<ServerInspection> {
    const access = { http: fetch, clock, timeoutMs: 10_000 };
    const { metricsUrl, adminUrl } = server;
    return inspectServer(access, { metricsUrl, adminUrl });
  }

  it('tells what a recorded server exposes, its version and its routes', async () => {
    const recording = await shopRecording();
    const recorded = new VirtualClock(recording.from + 60_000);
    const http = recordedHttp(new RecordedServer(recording), recorded);
    const inspecting = inspectServer({ http, clock: recorded, timeoutMs: 10_000 }, recordedUrls);
    await recorded.runUntil(recording.from + 65_000, () => Promise.resolve());
    const text = inspectionText(await inspecting);
    assert.match(
      text,
      /^Metrics of http:\/\/127\.0\.0\.1:9090\/metrics\n {2}Body +75\.0\skB, Prom/,
    );
    assert.match(text, / {2}Version {3}0\.3\.213\n {2}Routes {4}\d+\n {2}Log {7}[\d,]+ requests\n/);
    assert.match(text, /Growth by drift: [\d,]+ samples for \d+ raw paths/);
  });

  it('names what is off, and how to switch it on', async () => {
    await server.closeAdmin();
    const text = inspectionText(await inspect());
    assert.match(
      text,
      /\nAdmin API of \S+\n {2}No answer from \S+: connection refused\.\nMissing\n/,
    );
    assert.match(text, /needs? MockForge's admin API: start it with --admin\./);
    assert.match(text, /--recorder/);
  });

  it('tells of the admin API also where the metrics cannot be had', async () => {
    await server.closeMetrics();
    const inspection = await inspect();
    assert.equal(inspection.metrics.ok, false);
    assert.match(
      inspectionText(inspection),
      /connection refused\. Start MockForge.*\n.*\n.*Version/,
    );
  });

  it('rejects a body with a fault in a family that collecting never reads', async () => {
    server.metricsAnswer = (_, response) => {
      send(response, 'text/plain', 'mockforge_uptime_seconds 1\nunread{a=} 1\n');
    };
    const { metrics } = await inspect();
    assert.ok(!metrics.ok);
    const { kind, what } = failureText(metrics.failure, english);
    assert.equal(kind, 'malformed');
    assert.match(what, /line 2, column/);
  });

  it('notices counters that stay at 0 while the log shows requests', async () => {
    model.logOnly({ at: clock.now() });
    assert.match(inspectionText(await inspect()), /The log has requests, but the counters are 0/);
    model.count({ at: clock.now() });
    assert.doesNotMatch(inspectionText(await inspect()), /The log has requests/);
  });
});

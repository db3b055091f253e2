import assert from 'node:assert/strict';
import type { ProbedServer } from '../../../../src/collector/inspect/probeServer';
import { probeServer } from '../../../../src/collector/inspect/probeServer';
import { systemClock } from '../../../../src/collector/systemClock';
import { LoopbackServer } from '../../../integration/loopbackServer';

describe('probeServer', () => {
  let server: LoopbackServer;
  let other: LoopbackServer;

  beforeEach(async () => {
    [server, other] = await Promise.all([LoopbackServer.start(), LoopbackServer.start()]);
  });
  afterEach(() => Promise.all([server.stop(), other.stop()]));

  function probe(
    metricsUrls: readonly [string, ...string[]],
    adminUrls: readonly [string, ...string[]] = [server.url],
    timeoutMs = 10_000,
  ): Promise<ProbedServer> {
    const access = { http: fetch, clock: systemClock, timeoutMs };
    return probeServer(access, { metricsUrls, adminUrls });
  }

  it('finds a server that answers', async () => {
    const metricsUrl = `${server.url}/metrics`;
    assert.deepEqual(await probe([metricsUrl]), {
      metricsUrl,
      adminUrl: server.url,
      failure: null,
    });
  });

  it('finds where the metrics and the admin API are of several places', async () => {
    const metricsUrl = `${server.url}/metrics`;
    other.behaviour = 'dropped';
    assert.deepEqual(
      await probe(
        [`${server.url}/prom`, metricsUrl, `${other.url}/metrics`],
        [`${server.url}/admin`, other.url, server.url],
      ),
      { metricsUrl, adminUrl: server.url, failure: null },
    );
  });

  it('takes the first place where none is right, and says what is wrong there', async () => {
    const result = await probe([`${server.url}/prom`, `${server.url}/other`], [`${server.url}/a`]);
    assert.equal(result.metricsUrl, `${server.url}/prom`);
    assert.equal(result.adminUrl, `${server.url}/a`);
    assert.equal(result.failure?.kind, 'http_status');
  });

  for (const [behaviour, kind] of [
    ['html', 'web_page'],
    ['json', 'json_for_metrics'],
    ['prometheus', 'prometheus_server'],
    ['dropped', 'no_answer'],
  ] as const) {
    it(`tells that a server is none of MockForge's, or none: ${behaviour}`, async () => {
      server.behaviour = behaviour;
      const { failure } = await probe([`${server.url}/metrics`]);
      assert.equal(failure?.kind, kind);
    });
  }

  it('waits for nobody', async () => {
    server.behaviour = 'silent';
    const { failure } = await probe([`${server.url}/metrics`], [server.url], 50);
    assert.equal(failure?.kind, 'timeout');
  });
});

import { rejects } from 'node:assert/strict';
import { probePrometheus } from '../../../../src/collector/backfill/probePrometheus';
import { systemClock } from '../../../../src/collector/systemClock';
import { PrometheusModel } from '../../../support/prometheusModel';
import { saying } from '../../../support/saying';

const access = {
  http: (url: string, init: RequestInit) => fetch(url, init),
  clock: systemClock,
  timeoutMs: 5000,
};

describe('probePrometheus', () => {
  let prometheus: PrometheusModel;
  beforeEach(async () => {
    prometheus = await PrometheusModel.start();
  });
  afterEach(() => prometheus.stop());

  it('resolves with a Prometheus, also where it holds nothing yet', async () => {
    await probePrometheus(access, prometheus.url);
  });

  it('says what answered that is none', async () => {
    prometheus.answerInstead = (_, response) => {
      response.setHeader('content-type', 'text/html').end('<p>Hello');
    };
    await rejects(
      probePrometheus(access, prometheus.url),
      saying('PrometheusError', /is not JSON, so it is no Prometheus\.$/),
    );
  });

  it('says that nobody answers', async () => {
    await rejects(
      probePrometheus(access, 'http://127.0.0.1:2'),
      saying('SourceError', /^No answer from 127\.0\.0\.1:2: .*Check that Prometheus runs at this/),
    );
  });
});

import { equal, match } from 'node:assert/strict';
import { prometheusFault } from '../../../../src/collector/backfill/prometheusFault';
import { systemClock } from '../../../../src/collector/systemClock';
import { PrometheusModel } from '../../../support/prometheusModel';

const access = {
  http: (url: string, init: RequestInit) => fetch(url, init),
  clock: systemClock,
  timeoutMs: 5000,
};

describe('prometheusFault', () => {
  let prometheus: PrometheusModel;
  beforeEach(async () => {
    prometheus = await PrometheusModel.start();
  });
  afterEach(() => prometheus.stop());

  it('finds none with a Prometheus, also where it holds nothing yet', async () => {
    equal(await prometheusFault(access, prometheus.url), undefined);
  });

  it('says what answered that is none', async () => {
    prometheus.answerInstead = (_, response) => {
      response.setHeader('content-type', 'text/html').end('<p>Hello');
    };
    match(
      (await prometheusFault(access, prometheus.url)) ?? '',
      /is not JSON, so it is no Prometh/,
    );
  });

  it('says that nobody answers', async () => {
    const fault = await prometheusFault(access, 'http://127.0.0.1:2');
    match(fault ?? '', /^No answer from 127\.0\.0\.1:2: .*Check that Prometheus runs at this/);
  });
});

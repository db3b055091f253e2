import { strict as assert } from 'node:assert';
import { targetDatabasePath, targetId } from '../../../src/domain/target';

const urls = { metricsUrl: 'http://127.0.0.1:9090/metrics', adminUrl: 'http://127.0.0.1:9080' };

describe('targetId', () => {
  it('never changes, lest a database should be lost', () => {
    assert.equal(targetDatabasePath(urls), 'targets/c7962eda44acb7e6/traffic.sqlite');
  });

  it('is the same for every spelling of the same addresses', () => {
    const spelled = { metricsUrl: 'HTTP://127.0.0.1:9090', adminUrl: 'http://127.0.0.1:9080/#top' };
    assert.equal(targetId(spelled), targetId(urls));
    assert.equal(
      targetId({ ...urls, adminUrl: 'https://mock.example:443/' }),
      targetId({ ...urls, adminUrl: 'https://mock.example' }),
    );
  });

  it('differs where either address does', () => {
    const ids = [
      urls,
      { ...urls, metricsUrl: 'http://127.0.0.1:9091/metrics' },
      { ...urls, adminUrl: 'http://127.0.0.1:9081' },
      { metricsUrl: urls.adminUrl, adminUrl: urls.metricsUrl },
    ].map(targetId);
    assert.equal(new Set(ids).size, ids.length);
  });
});

import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { fnv1a64 } from '../../../src/domain/fnv';
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

  it('is that of the address without slashes at its end, as it was when they were never asked for', () => {
    const slashed = { metricsUrl: `${urls.metricsUrl}/`, adminUrl: `${urls.adminUrl}//` };
    assert.equal(targetId(slashed), targetId(urls));
    const property = fc.property(fc.webUrl({ withQueryParameters: true }), (metricsUrl) => {
      const stripped = new URL(metricsUrl);
      stripped.pathname = stripped.pathname.replace(/\/+$/, '');
      const bare = stripped.pathname === '/' && stripped.search === '';
      const known = bare ? `${stripped.origin}/metrics` : stripped.href;
      const hash = fnv1a64(`${known}\n${urls.adminUrl}`);
      assert.equal(targetId({ ...urls, metricsUrl }), hash.toString(16).padStart(16, '0'));
    });
    fc.assert(property, { seed: 1 });
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
